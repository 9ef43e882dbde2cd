/** What compiles, checks or tests a package, and what its published code never imports. */
const BUILD_TOOLS = new RegExp(
  `^(${[
    '@types/.*',
    '@typescript-eslint/.*',
    '@eslint/.*',
    '@biomejs/.*',
    '@vitest/.*',
    '@vitejs/.*',
    '@swc/(cli|core|jest)',
    '@tailwindcss/vite',
    '@testing-library/.*',
    '@elizaos/(cli|config)',
    'bun-types',
    'autoprefixer',
    'concurrently',
    'cypress',
    'dotenv-cli',
    'eslint(-.*)?',
    'husky',
    'jest(-.*)?',
    'lerna',
    'lint-staged',
    'nodemon',
    'npm',
    'postcss',
    'prettier(-.*)?',
    'rimraf',
    'ts-jest',
    'ts-node',
    'tsup',
    'tsx',
    'turbo',
    'typescript',
    'vite',
    'vite-.*',
    'vitest',
  ].join('|')})$`,
);

/**
 * @param {string} name of a dependency
 * @returns {boolean}
 */
export function isBuildTool(name) {
  return BUILD_TOOLS.test(name);
}
