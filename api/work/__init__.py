"""The durable work: queues, workers, leases; the only room that imports dbos."""
