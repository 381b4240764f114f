// Whom a new message can go to. Each recipient is {key, student, parentId?, name(t), face, known(threads), send(message)}: `key` names its
// draft, `face` is the person whose picture is shown, `known` gives the id of the conversation there is, or null, and `send({text, clientId})`
// resolves to {thread, message}, or to {copies} [{person, message}] of a message to several: each message with what was warned of in it.

/** Another person. */
export function toPerson(api, person) {
  return {
    key: { id: 'new', with: person },
    student: null,
    face: person,
    name: () => person.name,
    known: (threads) => threads.directWith(person.id)?.id ?? null,
    send: ({ text, clientId }) => api.send({ to: person.id, message: text, clientId }),
  };
}

/** A tutor of one's child, about this child. */
export function toTutor(api, tutor, student) {
  return {
    key: { id: `new about ${student.id}`, with: tutor },
    student,
    face: tutor,
    name: () => tutor.name,
    known: (threads) => threads.parentWith(tutor.id, student.id)?.id ?? null,
    send: async ({ text, clientId }) => {
      const message = await api.sendToParent({ tutorId: tutor.id, studentId: student.id, message: text, clientId });
      return { thread: await api.thread(message.threadId), message };
    },
  };
}

/** The parents of a student, from the tutor `me`: the only one, or the one or all that `parentId` says. */
export function toParents(api, me, student, parents = [], parentId = null) {
  const one = parents.find((parent) => parent.id === parentId) ?? null;
  return {
    key: { id: 'new to parents', with: student },
    student,
    parentId,
    face: one ?? student,
    name: (t) => one?.name ?? t(parentId ? 'allParentsOf' : 'parentsOf', { name: student.name }),
    known: (threads) => (one ? threads.parentWith(one.id, student.id)?.id ?? null : null),
    send: async ({ text, clientId }) => {
      const answer = await api.sendToParent({ tutorId: me.id, studentId: student.id, message: text, clientId, ...(parentId && { parentId }) });
      if (parentId === 'all') return { copies: copiesOf(answer, parents) };
      return { thread: await api.thread(answer.threadId), message: answer };
    },
  };
}

function copiesOf({ items }, parents) {
  return items.map((message) => ({ message, person: parents.find((parent) => parent.id === message.parentId) }));
}
