import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'

/** The folders that are capabilities. Each shows the others its index.ts and nothing else. */
const features = ['runs', 'approvals', 'accounts', 'policies', 'audit']
const insides = (names) => ({
  regex: `^@/(${names.join('|')})/.+`,
  message: 'Another feature shows its index.ts alone: import from "@/feature".',
})
const upwards = { regex: '^\\.\\./', message: 'Leave your folder by "@/shared/…" or "@/feature", not by "../".' }
const compose = { regex: '^@/app(/|$)', message: 'The app composes features; they know nothing of it.' }

export default defineConfig(
  { ignores: ['dist', 'src/shared/api/schema.gen.ts'] },
  ...tseslint.configs.strict,
  reactHooks.configs.flat.recommended,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    files: ['**/*.ts', '**/*.tsx'],
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Content is data: render text or elements.' },
        { selector: "JSXElement > JSXOpeningElement[name.name='a'] > JSXAttribute[name.name='target']", message: 'Use ExternalLink: it has the right rel and says where it leads.' },
      ],
      'max-lines': ['error', 400],
    },
  },
  { files: ['src/app/**'], rules: { 'no-restricted-imports': ['error', { patterns: [insides(features), upwards] }] } },
  { files: ['src/shared/**'], rules: { 'no-restricted-imports': ['error', { patterns: [{ regex: `^@/(app|${features.join('|')})(/|$)`, message: 'Shared things know no feature.' }] }] } },
  ...features.map((name) => ({
    files: [`src/${name}/**`],
    rules: { 'no-restricted-imports': ['error', { patterns: [insides(features.filter((other) => other !== name)), compose, { ...upwards, regex: `^(\\.\\./)+(app|shared|${features.join('|')})(/|$)` }] }] },
  })),
  { files: ['src/shared/components/external-link.tsx'], rules: { 'no-restricted-syntax': 'off' } },
)
