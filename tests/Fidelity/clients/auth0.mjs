// Drives the sandbox's tenant by the vendor's client and prints what came of it as one JSON line.
// Input: a JSON object as the first argument: {"step", "domain", …}. The certificate is trusted through NODE_EXTRA_CA_CERTS.
import { createHash, randomBytes } from 'node:crypto';
import { AuthenticationClient, ManagementClient } from 'auth0';

const input = JSON.parse(process.argv[2]);
const client = () => new AuthenticationClient({
  domain: input.domain, clientId: input.clientId, clientSecret: input.clientSecret, clientAssertionSigningKey: input.privateKey,
});

/** What a browser does at the login page; gives the code. */
async function browse(authorize, username, password) {
  const cookies = new Map();
  const go = async (url, options = {}) => {
    const answer = await fetch(url, { ...options, redirect: 'manual', headers: { ...options.headers, cookie: [...cookies.values()].join('; ') } });
    for (const cookie of answer.headers.getSetCookie()) cookies.set(cookie.split('=')[0], cookie.split(';')[0]);
    return new URL(answer.headers.get('location'), url);
  };
  const login = await go(authorize);
  const form = new URLSearchParams({ state: login.searchParams.get('state'), username, password });
  return (await go(await go(login, { method: 'POST', body: form }))).searchParams.get('code');
}

async function signIn(scope, audience) {
  const verifier = randomBytes(32).toString('base64url');
  const authorize = new URL(`https://${input.domain}/authorize`);
  authorize.search = new URLSearchParams({
    response_type: 'code', client_id: input.clientId, redirect_uri: input.callback, scope, audience,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'), code_challenge_method: 'S256',
  });
  const code = await browse(authorize, input.username, input.password);
  const answer = await client().oauth.authorizationCodeGrantWithPKCE({ code, code_verifier: verifier, redirect_uri: input.callback });
  return answer.data;
}

const control = (path, body) => fetch(`${input.control}/${path}`, {
  method: 'POST', headers: { authorization: `Bearer ${input.token}`, 'content-type': 'application/json' }, body: JSON.stringify(body ?? {}),
});

/** The vendor's error as data. */
const caught = async (doing) => {
  try {
    return await doing();
  } catch (problem) {
    return { name: problem.name, error: problem.error, description: problem.error_description, status: problem.statusCode, code: problem.body?.errorCode, message: problem.body?.message };
  }
};

const steps = {
  async code() {
    const tokens = await signIn('openid profile offline_access', input.audience);
    const refreshed = await client().oauth.refreshTokenGrant({ refresh_token: tokens.refresh_token });
    const revoked = await client().oauth.revokeRefreshToken({ token: tokens.refresh_token });
    const dead = await caught(() => client().oauth.refreshTokenGrant({ refresh_token: tokens.refresh_token }));
    return { tokens: Object.keys(tokens).sort(), refreshed: Object.keys(refreshed.data).sort(), revoked: revoked.status, dead };
  },

  async ciba() {
    const ask = () => client().backchannel.authorize({
      userId: input.sub, scope: 'openid', binding_message: 'Approve CS-4F2A', audience: input.audience, requested_expiry: '120',
      authorization_details: JSON.stringify(input.details),
    });
    const asked = await ask();
    const pending = await caught(() => client().backchannel.backchannelGrant({ auth_req_id: asked.auth_req_id }));
    await control('auto-answer', { person: input.person, answer: 'approve' });
    const second = await ask();
    const token = await client().backchannel.backchannelGrant({ auth_req_id: second.auth_req_id });
    await control('auto-answer', { person: input.person, answer: 'deny' });
    const third = await ask();
    const denied = await caught(() => client().backchannel.backchannelGrant({ auth_req_id: third.auth_req_id }));
    return { asked: { expires_in: asked.expires_in, interval: asked.interval, length: asked.auth_req_id.length }, pending, details: token.authorization_details, scope: token.scope, denied };
  },

  async vault() {
    const byKey = (connection, subject_token) => client().oauth.tokenForConnection({
      client_id: input.clientId, connection, subject_token, subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    });
    const good = await byKey('github', input.subjectToken);
    const other = await caught(() => byKey('google-oauth2', input.subjectToken));
    return { good: good.data, other };
  },

  async vaultByRefreshToken() {
    const tokens = await signIn('openid offline_access', input.audience);
    const good = await client().oauth.tokenForConnection({ client_id: input.clientId, connection: 'github', subject_token: tokens.refresh_token });
    return { good: good.data };
  },

  async management() {
    const management = new ManagementClient({ domain: input.domain, clientId: input.clientId, clientSecret: input.clientSecret });
    const accounts = [];
    for await (const account of await management.users.connectedAccounts.list(input.sub, { take: 1 })) accounts.push(account);
    return {
      user: await management.users.get(input.sub, { fields: 'user_id,email', include_fields: true }),
      accounts,
      enrollments: await management.users.enrollments.get(input.sub),
      methods: (await management.users.authenticationMethods.list(input.sub)).data,
      missing: await caught(() => management.users.get('auth0|nobody')),
      forbidden: await caught(() => management.guardian.enrollments.createTicket({ user_id: input.sub })),
    };
  },
};

console.log(JSON.stringify(await steps[input.step]()));
