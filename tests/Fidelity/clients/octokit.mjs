// An Octokit on the sandbox whose every JSON answer is held to GitHub's schemas.
import { Octokit } from '@octokit/rest';
import { differences } from './openapi.mjs';

export const found = [];
export const routes = new Set();

export function connect(token = process.env.GITHUB_TOKEN) {
  const octokit = new Octokit({
    baseUrl: process.env.GITHUB_API,
    auth: token,
    userAgent: 'countersign-fidelity',
    log: { debug() {}, info() {}, warn() {}, error() {} },
  });
  octokit.hook.after('request', (response, options) => {
    if (typeof response.data === 'string' || response.data instanceof ArrayBuffer) return;
    look(options, response.status, response.data);
  });
  octokit.hook.error('request', (error, options) => {
    if (error.response) look(options, error.status, error.response.data);
    throw error;
  });
  return octokit;
}

function look(options, status, data) {
  const template = options.url.replace(/\{\?.*\}$/, '');
  routes.add(`${options.method} ${template} ${status}`);
  found.push(...differences(options.method, template, status, data));
}

/** The error of a call that must fail. */
export async function refusal(promise) {
  try {
    await promise;
  } catch (error) {
    if (error.status) return { status: error.status, message: error.response?.data?.message, headers: error.response?.headers ?? {}, errors: error.response?.data?.errors };
    throw error;
  }
  return { status: 0, message: 'it was not refused' };
}

/** Says the scenario's result to the test that started it. */
export function say(result) {
  console.log(JSON.stringify({ ...result, differences: [...new Set(found)], routes: [...routes].sort() }));
}
