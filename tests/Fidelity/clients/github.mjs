// Scenarios by name; each prints one JSON object for the test that asked for it.
import { differences } from './openapi.mjs';
import { connect, refusal, say } from './octokit.mjs';

const octokit = connect();
const shop = { owner: 'acme', repo: 'shop' };

const scenarios = {
  // The yardstick itself: an answer with a wrong, a missing and an invented member.
  async yardstick() {
    const label = { id: 1, node_id: 'x', url: 'http://127.0.0.1/', name: 'bug', description: null, color: 'd73a4a', default: false };
    const check = (body) => differences('GET', '/repos/{owner}/{repo}/labels', 200, body).length;
    return { good: check([label]), wrong: check([{ ...label, id: 'one' }]), missing: check([{ ...label, name: undefined }]), invented: check([{ ...label, size: 1 }]) };
  },

  async reads() {
    const user = (await octokit.rest.users.getAuthenticated()).data;
    const repositories = (await octokit.rest.repos.listForAuthenticatedUser()).data;
    const repository = (await octokit.rest.repos.get(shop)).data;
    const installations = (await octokit.rest.apps.listInstallationsForAuthenticatedUser()).data;
    const acme = installations.installations.find((i) => i.account.login === 'acme');
    const covered = (await octokit.rest.apps.listInstallationReposForAuthenticatedUser({ installation_id: acme.id })).data;
    const issues = (await octokit.rest.issues.listForRepo({ ...shop, state: 'open' })).data;
    const issue = (await octokit.rest.issues.get({ ...shop, issue_number: 1 })).data;
    const comments = (await octokit.rest.issues.listComments({ ...shop, issue_number: 1 })).data;
    await octokit.rest.issues.listCommentsForRepo(shop);
    await octokit.rest.issues.getComment({ ...shop, comment_id: comments[0].id });
    await octokit.rest.issues.listLabelsForRepo(shop);
    const pulls = (await octokit.rest.pulls.list(shop)).data;
    const first = (await octokit.rest.pulls.get({ ...shop, pull_number: 7 })).data;
    const second = (await octokit.rest.pulls.get({ ...shop, pull_number: 7 })).data;
    await octokit.rest.pulls.get({ ...shop, pull_number: 8 });
    const conflict = (await octokit.rest.pulls.get({ ...shop, pull_number: 8 })).data;
    const diff = (await octokit.rest.pulls.get({ ...shop, pull_number: 7, mediaType: { format: 'diff' } })).data;
    const patch = (await octokit.rest.pulls.get({ ...shop, pull_number: 7, mediaType: { format: 'patch' } })).data;
    const files = (await octokit.rest.pulls.listFiles({ ...shop, pull_number: 7 })).data;
    await octokit.rest.pulls.listCommits({ ...shop, pull_number: 7 });
    await octokit.rest.pulls.listReviews({ ...shop, pull_number: 7 });
    const checks = (await octokit.rest.checks.listForRef({ ...shop, ref: second.head.sha })).data;
    const status = (await octokit.rest.repos.getCombinedStatusForRef({ ...shop, ref: second.head.sha })).data;
    const commits = (await octokit.rest.repos.listCommits(shop)).data;
    const commit = (await octokit.rest.repos.getCommit({ ...shop, ref: 'main' })).data;
    const compared = (await octokit.rest.repos.compareCommitsWithBasehead({ ...shop, basehead: 'main...cart-loop' })).data;
    const file = (await octokit.rest.repos.getContent({ ...shop, path: 'src/cart.ts' })).data;
    const raw = (await octokit.rest.repos.getContent({ ...shop, path: 'src/cart.ts', mediaType: { format: 'raw' } })).data;
    const root = (await octokit.rest.repos.getContent({ ...shop, path: '' })).data;
    const branches = (await octokit.rest.repos.listBranches(shop)).data;
    await octokit.rest.repos.getBranch({ ...shop, branch: 'main' });
    const ref = (await octokit.rest.git.getRef({ ...shop, ref: 'heads/main' })).data;
    await octokit.rest.git.listMatchingRefs({ ...shop, ref: 'heads/cart' });
    await octokit.rest.git.getBlob({ ...shop, file_sha: file.sha });
    const tree = (await octokit.rest.git.getTree({ ...shop, tree_sha: commit.commit.tree.sha, recursive: 'true' })).data;
    await octokit.rest.git.getCommit({ ...shop, commit_sha: commit.sha });
    await octokit.rest.rateLimit.get();
    return {
      login: user.login, repositories: repositories.map((r) => r.full_name), id: repository.id, installations: installations.total_count,
      covered: covered.repositories.map((r) => r.name), issues: issues.filter((i) => !i.pull_request).map((i) => i.number), pullsAmongIssues: issues.some((i) => i.pull_request),
      title: issue.title, comments: comments.length, pulls: pulls.length, mergeable: [first.mergeable, second.mergeable, conflict.mergeable],
      states: [first.mergeable_state, second.mergeable_state, conflict.mergeable_state], diff, patch: patch.split('\n')[3], files: files.map((f) => f.filename),
      checks: checks.check_runs.map((c) => c.conclusion), status: status.state, commits: commits.map((c) => c.commit.message), compared: compared.status,
      content: Buffer.from(file.content, 'base64').toString() === raw, root: root.map((e) => e.type + ' ' + e.name), branches: branches.length,
      head: ref.object.sha === commit.sha, tree: tree.tree.length,
    };
  },

  async pages() {
    const each = [];
    for await (const page of octokit.paginate.iterator(octokit.rest.issues.listForRepo, { ...shop, state: 'all', per_page: 5 })) each.push(page.data.length);
    const all = await octokit.paginate(octokit.rest.pulls.list, { ...shop, state: 'all', per_page: 4 });
    const first = await octokit.rest.issues.listForRepo({ ...shop, state: 'all', per_page: 5 });
    const capped = await octokit.rest.issues.listForRepo({ ...shop, state: 'all', per_page: 1000 });
    const installed = await octokit.paginate(octokit.rest.apps.listInstallationsForAuthenticatedUser, { per_page: 1 });
    return { each, pulls: all.map((p) => p.number), link: first.headers.link, capped: capped.headers.link ?? null, installed: installed.length };
  },

  async writes() {
    const created = (await octokit.rest.issues.create({ ...shop, title: 'From a client', body: 'Hello', labels: ['bug', 'new label'] }));
    const number = created.data.number;
    const comment = await octokit.rest.issues.createComment({ ...shop, issue_number: number, body: 'A remark' });
    const closed = (await octokit.rest.issues.update({ ...shop, issue_number: number, state: 'closed', state_reason: 'not_planned' })).data;
    const blank = await refusal(octokit.rest.issues.create({ ...shop, title: ' ' }));
    const untitled = await refusal(octokit.request('POST /repos/{owner}/{repo}/issues', { ...shop, body: 'x' }));
    const empty = await refusal(octokit.rest.issues.createComment({ ...shop, issue_number: 1, body: '' }));
    const long = await refusal(octokit.rest.issues.createComment({ ...shop, issue_number: 1, body: 'x'.repeat(65537) }));
    const gone = await refusal(octokit.rest.issues.get({ ...shop, issue_number: 4040 }));
    return {
      number, location: created.headers.location, labels: created.data.labels.map((l) => l.name), app: created.data.performed_via_github_app?.slug,
      comment: comment.data.body, state: closed.state, reason: closed.state_reason, refusals: [blank, untitled, empty, long, gone].map(brief),
    };
  },

  async merges() {
    const head = async (n) => (await octokit.rest.pulls.get({ ...shop, pull_number: n })).data.head.sha;
    const merge = (n, rest) => octokit.rest.pulls.merge({ ...shop, pull_number: n, ...rest });
    const wrong = await refusal(merge(10, { sha: await head(11) }));
    const merged = (await merge(10, { sha: await head(10), merge_method: 'squash' })).data;
    const again = await refusal(merge(10, { sha: await head(10) }));
    const conflict = await refusal(merge(8, { sha: await head(8) }));
    const draft = await refusal(merge(15, { sha: await head(15) }));
    const blocked = await refusal(merge(16, { sha: await head(16) }));
    const rebased = (await merge(11, { merge_method: 'rebase' })).data;
    const plain = (await merge(12, {})).data;
    const tip = (await octokit.rest.repos.getCommit({ ...shop, ref: 'main' })).data;
    const isMerged = (await octokit.rest.pulls.checkIfMerged({ ...shop, pull_number: 10 })).status;
    const isNot = (await refusal(octokit.rest.pulls.checkIfMerged({ ...shop, pull_number: 13 }))).status;
    const after = (await octokit.rest.pulls.get({ ...shop, pull_number: 10 })).data;
    const failing = (await merge(9, {})).data;
    return {
      merged: merged.merged, rebased: rebased.merged, plain: tip.sha === plain.sha && tip.parents.length === 2, after: [after.merged, after.state, after.merged_by.login], failing: failing.merged,
      checks: [isMerged, isNot], refusals: [wrong, again, conflict, draft, blocked].map(brief),
    };
  },

  async commits() {
    const main = (await octokit.rest.git.getRef({ ...shop, ref: 'heads/main' })).data.object.sha;
    const base = (await octokit.rest.git.getCommit({ ...shop, commit_sha: main })).data;
    const blob = (await octokit.rest.git.createBlob({ ...shop, content: 'hello\n', encoding: 'utf-8' })).data;
    const tree = (await octokit.rest.git.createTree({
      ...shop, base_tree: base.tree.sha,
      tree: [{ path: 'hello.txt', mode: '100644', type: 'blob', sha: blob.sha }, { path: 'src/more.ts', mode: '100644', type: 'blob', content: 'export {};\n' }],
    })).data;
    const who = { name: 'Ada Lovelace', email: 'ada@acme.example', date: '2026-03-01T10:00:00Z' };
    const write = () => octokit.rest.git.createCommit({ ...shop, message: 'Say hello', tree: tree.sha, parents: [main], author: who, committer: who });
    const commit = (await write()).data;
    const same = (await write()).data;
    const branch = (await octokit.rest.git.createRef({ ...shop, ref: 'refs/heads/hello', sha: commit.sha })).data;
    const exists = await refusal(octokit.rest.git.createRef({ ...shop, ref: 'refs/heads/hello', sha: commit.sha }));
    const short = await refusal(octokit.rest.git.createRef({ ...shop, ref: 'hello', sha: commit.sha }));
    const nothing = await refusal(octokit.rest.git.createRef({ ...shop, ref: 'refs/heads/none', sha: '0'.repeat(40) }));
    const moved = (await octokit.rest.git.updateRef({ ...shop, ref: 'heads/hello', sha: commit.sha })).data;
    const backwards = await refusal(octokit.rest.git.updateRef({ ...shop, ref: 'heads/hello', sha: base.parents[0].sha }));
    const guarded = await refusal(octokit.rest.git.updateRef({ ...shop, ref: 'heads/release', sha: main }));
    const pull = (await octokit.rest.pulls.create({ ...shop, title: 'Say hello', head: 'hello', base: 'main', body: 'Two files.' }));
    const twice = await refusal(octokit.rest.pulls.create({ ...shop, title: 'Say hello', head: 'hello', base: 'main' }));
    const headless = await refusal(octokit.rest.pulls.create({ ...shop, title: 'x', head: 'nowhere', base: 'main' }));
    const absent = await refusal(octokit.rest.git.createTree({ ...shop, base_tree: base.tree.sha, tree: [{ path: 'no.txt', mode: '100644', type: 'blob', sha: null }] }));
    const put = await octokit.rest.repos.createOrUpdateFileContents({ ...shop, branch: 'hello', path: 'one.txt', message: 'One', content: Buffer.from('1\n').toString('base64') });
    const stale = await refusal(octokit.rest.repos.createOrUpdateFileContents({ ...shop, branch: 'hello', path: 'one.txt', message: 'x', content: '', sha: blob.sha }));
    const bare = await refusal(octokit.rest.repos.createOrUpdateFileContents({ ...shop, branch: 'hello', path: 'one.txt', message: 'x', content: '' }));
    const workflow = (await octokit.rest.git.createTree({ ...shop, base_tree: base.tree.sha, tree: [{ path: '.github/workflows/x.yml', mode: '100644', type: 'blob', content: 'on: push\n' }] })).data;
    const sneaky = (await octokit.rest.git.createCommit({ ...shop, message: 'x', tree: workflow.sha, parents: [main] })).data;
    const forbidden = await refusal(octokit.rest.git.createRef({ ...shop, ref: 'refs/heads/sneaky', sha: sneaky.sha }));
    return {
      blob: blob.sha, tree: tree.sha, base: main, commit: commit.sha, same: same.sha === commit.sha, branch: branch.object.sha === commit.sha, moved: moved.ref, put: put.status,
      pull: pull.data.number, changed: pull.data.changed_files, location: pull.headers.location,
      refusals: [exists, short, nothing, backwards, guarded, twice, headless, absent, stale, bare, forbidden].map(brief),
    };
  },

  async doors() {
    const stranger = connect('ghu_' + 'x'.repeat(36));
    const nobody = connect(null);
    const other = connect(process.env.OTHER_TOKEN);
    const bad = await refusal(stranger.rest.users.getAuthenticated());
    const none = await refusal(nobody.rest.users.getAuthenticated());
    const hidden = await refusal(nobody.rest.repos.get(shop));
    const open = (await nobody.rest.repos.get({ owner: 'acme', repo: 'docs' })).data.full_name;
    const uninstalled = await refusal(octokit.rest.repos.get({ owner: 'acme', repo: 'infra' }));
    const outside = await refusal(other.rest.repos.get(shop));
    const installations = (await other.rest.apps.listInstallationsForAuthenticatedUser()).data.total_count;
    const write = await refusal(other.rest.pulls.merge({ owner: 'acme', repo: 'docs', pull_number: 2 }));
    const archived = await refusal(octokit.rest.issues.createComment({ owner: 'acme', repo: 'attic', issue_number: 1, body: 'x' }));
    const granted = await octokit.rest.issues.get({ ...shop, issue_number: 1 });
    return {
      open, installations, permission: granted.headers['x-accepted-github-permissions'], writePermission: write.headers['x-accepted-github-permissions'],
      refusals: [bad, none, hidden, uninstalled, outside, write, archived].map(brief),
    };
  },
};

function brief(error) {
  return `${error.status} ${error.message}${error.errors ? ' ' + error.errors.map((e) => `${e.field ?? ''}:${e.code ?? ''}${e.message ? ' ' + e.message : ''}`).join(',') : ''}`;
}

say(await scenarios[process.argv[2]]());
