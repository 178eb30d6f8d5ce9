// Shows the API document. In dev mode a node makes tokens itself: then signing in takes a name and a click.
const ui = SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  persistAuthorization: false,
  tryItOutEnabled: true,
  validatorUrl: null,
});

const form = document.getElementById('sign-in');
const signedIn = document.getElementById('signed-in');

async function devToken(userId) {
  const response = await fetch('/dev/token', {
    method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({userId}),
  });
  return response.ok ? (await response.json()).token : null;
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const userId = form.elements.user.value;
  const token = await devToken(userId);
  if (token) {
    ui.preauthorizeApiKey('bearer', token);
    signedIn.textContent = 'signed in as ' + userId;
  } else {
    signedIn.textContent = 'this node gave no token';
  }
});

// Only a node in dev mode knows the path at all.
fetch('/dev/token', {method: 'OPTIONS'}).then((response) => {
  form.hidden = response.status === 404;
});
