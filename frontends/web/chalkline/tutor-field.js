// The way of a parent to a tutor: first the child, where there are several, then one of the tutors one may write to about this child.

import { avatar } from './avatar.js';
import { freshId, h, said, setText } from './dom.js';

export class TutorField {
  /** `find(studentId)` resolves to {items: [Person]}; `onpick(tutor, student)`; `onescape()`. */
  constructor({ t, find, onpick, onescape }) {
    Object.assign(this, { t, find, onpick, onescape });
    this.#build();
  }

  /** Offers these children, and the tutors of the one that was chosen, or of the first. */
  show(children) {
    const chosen = children.find((child) => child.id === this.child.value) ?? children[0];
    this.children = children;
    this.child.replaceChildren(...children.map((child) => h('option', { value: child.id }, child.name)));
    this.child.value = chosen.id;
    return this.#ask();
  }

  focus() {
    this.child.focus({ preventScroll: true });
  }

  #build() {
    const id = freshId('child');
    this.child = h('select', { id, class: 'input', onchange: () => this.#ask() });
    this.status = h('p', { class: 'people-status', role: 'status' });
    this.list = h('ul', { class: 'tutors', role: 'list', 'aria-label': this.t('tutors') });
    this.node = h('div', { class: 'tutor-field', hidden: true, onkeydown: (event) => event.key === 'Escape' && this.onescape() },
      h('label', { for: id }, this.t('aboutChild')), this.child, this.status, this.list);
  }

  async #ask() {
    const student = this.children.find((child) => child.id === this.child.value);
    this.list.replaceChildren();
    setText(this.status, this.t('loading'));
    try {
      const { items } = await this.find(student.id);
      if (this.child.value === student.id) this.#take(items, student);
    } catch (error) {
      if (error.status === undefined) throw error;
      if (this.child.value === student.id) setText(this.status, this.t('actionFailed'));
    }
  }

  #take(tutors, student) {
    setText(this.status, tutors.length ? this.t('chooseTutor') : this.t('noTutors', { name: student.name }));
    this.list.replaceChildren(...tutors.map((tutor) => h('li', {}, this.#option(tutor, student))));
  }

  #option(tutor, student) {
    return h('button', { type: 'button', class: 'person-option', onclick: () => this.onpick(tutor, student) }, avatar(tutor), said('bdi', tutor.name));
  }
}
