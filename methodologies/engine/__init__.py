"""The contract of all methodologies: equations with traces, inputs, dated factors."""
