// Holds answers to GitHub's own description of its API: the schema of the route and status, and no member that the schema does not know.
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import formats from 'ajv-formats';

const api = createRequire(import.meta.url)('@octokit/openapi/generated/api.github.com.json');
const ajv = formats(new Ajv({ strict: false, validateSchema: false, allErrors: true, logger: false }));
ajv.addFormat('repo.nwo', true);
ajv.addSchema(withNulls(api), 'github');
const compiled = new Map();

// OpenAPI 3.0 says "nullable" beside anything; JSON Schema wants null among the types or values.
function withNulls(node) {
  if (Array.isArray(node)) return node.map(withNulls);
  if (node === null || typeof node !== 'object') return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, key === 'example' || key === 'examples' ? undefined : withNulls(value)]));
  // Alternatives overlap in the description itself (two error shapes without required members), so one that fits is enough.
  if (Array.isArray(copy.oneOf)) {
    copy.anyOf = [...(copy.anyOf ?? []), ...copy.oneOf];
    delete copy.oneOf;
  }
  if (copy.nullable !== true) return copy;
  if (copy.enum && !copy.enum.includes(null)) copy.enum = [...copy.enum, null];
  if (copy.type) return copy;
  delete copy.nullable;
  return { anyOf: [copy, { type: 'null' }] };
}

function resolve(schema) {
  return schema?.$ref ? schema.$ref.slice(2).split('/').reduce((at, key) => at[key.replaceAll('~1', '/').replaceAll('~0', '~')], api) : schema;
}

// Whether any of the alternatives knows the member; a schema without properties knows all.
function knows(schema, member, seen = new Set()) {
  schema = resolve(schema);
  if (!schema || seen.has(schema)) return false;
  seen.add(schema);
  const parts = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (!schema.properties && parts.length === 0) return true;
  return Boolean(schema.properties?.[member]) || (schema.additionalProperties && true) || parts.some((part) => knows(part, member, seen));
}

function member(schema, name) {
  schema = resolve(schema);
  if (schema?.properties?.[name]) return schema.properties[name];
  for (const part of [...(schema?.allOf ?? []), ...(schema?.anyOf ?? []), ...(schema?.oneOf ?? [])]) {
    const found = member(part, name);
    if (found) return found;
  }
  return undefined;
}

function items(schema) {
  schema = resolve(schema);
  return schema?.items ?? [...(schema?.anyOf ?? []), ...(schema?.oneOf ?? [])].map(items).find(Boolean);
}

function invented(value, schema, at = '') {
  if (value === null || typeof value !== 'object' || !schema) return [];
  if (Array.isArray(value)) return value.flatMap((item) => invented(item, items(schema), `${at}[]`));
  return Object.keys(value).flatMap((name) =>
    knows(schema, name) ? invented(value[name], member(schema, name), `${at}.${name}`) : [`${at}.${name} is no member of the schema`]);
}

// Page links name the repository by its number and carry a query: back to the template.
function templated(url) {
  if (!URL.canParse(url)) return url;
  const path = new URL(url).pathname.replace(/^\/api\/v3(?=\/)/, '').replace(/^\/repositories\/\d+/, '/repos/{owner}/{repo}').replace(/^\/repos\/[^/{]+\/[^/]+/, '/repos/{owner}/{repo}');
  if (api.paths[path]) return path;
  const parts = path.split('/');
  const fits = (other) => other.length === parts.length && other.every((part, i) => part === parts[i] || (part.startsWith('{') && !parts[i].startsWith('{')));
  return Object.keys(api.paths).find((known) => fits(known.split('/'))) ?? path;
}

/** What is wrong with an answer: an empty list when it is as GitHub describes it. */
export function differences(method, url, status, body) {
  const template = templated(url);
  const operation = api.paths[template]?.[method.toLowerCase()];
  if (!operation) return [`${method} ${template} is no route of GitHub's`];
  const answer = resolve(operation.responses[status]);
  // Errors that any route may answer are not listed at each: they have the basic shape.
  if (!answer && ![401, 403, 404].includes(status)) return [`${method} ${template} does not answer ${status}`];
  let schema = answer?.content?.['application/json']?.schema;
  if (!schema && status < 400) return body ? [`${method} ${template} ${status} has no body`] : [];
  schema ??= { $ref: '#/components/schemas/basic-error' };
  // The description leaves the status out of some error bodies that bear it.
  if (status >= 400 && typeof body?.status === 'string') body = Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'status'));
  const key = `${method} ${template} ${status}`;
  if (!compiled.has(key)) compiled.set(key, ajv.compile(withNulls(rooted(schema))));
  const check = compiled.get(key);
  const wrong = check(body) ? [] : check.errors.slice(0, 5).map((error) => `${error.instancePath} ${error.message}`);
  return [...wrong, ...new Set(invented(body, schema))].map((difference) => `${key}: ${difference}`);
}

// References inside a response are to the document.
function rooted(node) {
  if (Array.isArray(node)) return node.map(rooted);
  if (node === null || typeof node !== 'object') return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, key === '$ref' ? `github${value}` : rooted(value)]));
}
