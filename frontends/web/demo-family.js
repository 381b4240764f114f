// The family page of the demo: an invitation comes in the address of the link in the mail. It is a secret, so it leaves the address
// at once, and is kept in this tab until it is accepted or put away: whoever has to sign in first finds it again.

const KEY = 'chalkline invitation';
const family = document.querySelector('chalkline-family');

function takeFromAddress() {
  const hash = new URLSearchParams(location.hash.slice(1));
  const query = new URLSearchParams(location.search);
  const secret = hash.get('invitation') ?? query.get('invitation');
  if (!secret) return;
  sessionStorage.setItem(KEY, secret);
  query.delete('invitation');
  history.replaceState(history.state, '', `${location.pathname}${query.size ? `?${query}` : ''}`);
}

function offer() {
  takeFromAddress();
  family.invitation = sessionStorage.getItem(KEY);
}

family.addEventListener('chalkline-invitation', () => sessionStorage.removeItem(KEY));
addEventListener('hashchange', offer);
offer();
