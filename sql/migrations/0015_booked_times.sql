-- What is booked of a person in a month is read from an index alone, for the times that are still open.

ALTER TABLE bookings
  DROP KEY of_tutor,
  DROP KEY of_student,
  ADD KEY of_tutor (tutor_id, starts_at, id, state, minutes, due_at),
  ADD KEY of_student (student_id, starts_at, id, state, minutes, due_at);
