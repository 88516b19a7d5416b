"""The examiner's side: the queue, the case page, questions, consultations."""
