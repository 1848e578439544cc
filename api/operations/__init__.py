"""What keeps an installation alive: backup, restore, a doctor, cases for auditors."""
