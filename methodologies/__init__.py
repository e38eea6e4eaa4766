"""How many units an activity earns or owes."""
