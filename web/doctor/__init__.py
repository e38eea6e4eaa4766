"""What `tanlab doctor` looks at: program, machine, database and schedulers, each with a fix."""
