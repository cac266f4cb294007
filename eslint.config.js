import js from '@eslint/js';
import tseslint from 'typescript-eslint';

// read → harmonise → compute → cross → write: the pure core knows no file, no terminal, no output.
const PURE = ['src/index/**', 'src/posts/**', 'src/geometry/**', 'src/territory/**', 'src/statistics/**', 'src/robustness/**', 'src/diagnosis/**', 'src/comparison/**', 'src/survey/**', 'src/evolution/**', 'src/catalogue/**'];
const noFiles = [
  { group: ['node:fs', 'node:fs/*', 'fs', 'node:path', 'node:process', 'node:os', 'node:child_process'], message: 'The pure core touches no file and no process.' },
];
// Only `fetch` uses the network, and only through src/network.
const noNetwork = [
  { group: ['node:http', 'node:https', 'node:http2', 'node:net', 'node:tls', 'node:dgram', 'node:dns', 'node:dns/*', 'http', 'https', 'undici'], message: 'Only src/network uses the network.' },
];
const noEdges = [
  { group: ['**/cli/**', '**/outputs/**', '**/sources/**', '**/main-job/**'], message: 'The core imports neither the command line, nor readers, nor writers.' },
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'coverage/', 'sortie/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' }],
      // A property that an index signature gives is written with brackets, a declared one with a dot.
      '@typescript-eslint/dot-notation': ['error', { allowIndexSignaturePropertyAccess: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**'],
    ignores: ['src/network/**'],
    rules: {
      'no-restricted-imports': ['error', { patterns: noNetwork }],
      'no-restricted-globals': ['error', ...['fetch', 'WebSocket', 'EventSource', 'XMLHttpRequest'].map((name) => ({ name, message: 'Only src/network uses the network.' }))],
    },
  },
  { files: PURE, rules: { 'no-restricted-imports': ['error', { patterns: [...noFiles, ...noEdges, ...noNetwork] }] } },
  {
    files: ['src/sources/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [...noNetwork, { group: ['**/cli/**', '**/outputs/**', '**/main-job/**'], message: 'Readers know neither the command line nor the writers.' }] }] },
  },
  {
    files: ['src/main-job/**', 'src/outputs/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [...noNetwork, { group: ['**/cli/**'], message: 'Only the command line knows the command line.' }] }] },
  },
  {
    files: ['src/network/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: [{ group: ['**/cli/**', '**/main-job/**'], message: 'The network knows neither the command line nor its jobs.' }] }] },
  },
  { files: ['eslint.config.js', 'vitest.config.ts', 'vitest.browser.config.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['**/*.js'], ...tseslint.configs.disableTypeChecked, languageOptions: { parserOptions: { projectService: false }, globals: { process: 'readonly', URL: 'readonly', console: 'readonly', performance: 'readonly', Buffer: 'readonly' } } },
  // Inner loops over the positions of a ring, the bytes of a file or the units of a country: a test on every index would be noise.
  { files: ['src/geometry/**', 'src/sources/columns/**', 'src/robustness/**', 'src/statistics/ordering.ts'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
  // A for-of over the numbers of a country takes three times as long.
  { files: ['src/robustness/**'], rules: { '@typescript-eslint/prefer-for-of': 'off' } },
  { files: ['test/**'], rules: { '@typescript-eslint/no-non-null-assertion': 'off' } },
);
