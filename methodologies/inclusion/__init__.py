"""Carbon inclusion (碳普惠): scenarios of low-carbon behaviour with configurable factors."""
