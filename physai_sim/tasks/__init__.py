"""What is to be done: starting state, reward, success and failure; one file each."""
