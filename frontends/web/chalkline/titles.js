// How a conversation is called where it stands for itself: in labels, menus and dialogs.

/** Whom it is with, and about whom: of a student with two tutors, or two children with one, each has its own. */
export function titleOf(t, { with: other, student }) {
  return student ? t('nameAbout', { name: other.name, student: student.name }) : other.name;
}
