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

// A node makes tokens in dev mode, for its own machine.
fetch('/console/sign-in.json')
  .then((response) => response.json())
  .then(({givesTokens}) => {
    form.hidden = !givesTokens;
  });
