"""China's national voluntary programme (CCER): its rules and its methodologies."""
