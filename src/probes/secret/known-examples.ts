/** Values printed in manuals and templates, so everybody who attacks knows them. */
export const KNOWN_EXAMPLES: ReadonlySet<string> = new Set([
  'kN8zP2mQ9vR4sW5xT6yU7nA3bC1dE2fG3hI4jK5lM6nO7pQ8rS9t',
  'your-256-bit-secret',
  'your-384-bit-secret',
  'your-512-bit-secret',
  'a-string-secret-at-least-256-bits-long',
  'a-valid-string-secret-that-is-at-least-512-bits-long-which-is-very-long',
  '09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7',
  '192b9bdd22ab9ed4d12e236c78afcb9a393ec15f71bbf5dc987d54727823bcbf',
  'cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=',
  '0123456789abcdef0123456789abcdef',
  'super-secret', 'supersecret', 'super-secret-key', 'super_secret_key', 'secret', 'secret-key', 'secret_key', 'mysecret',
  'my-secret-key', 'dev', 'dev-secret', 'devsecret', 'development', 'test', 'testing', 'password', 'keyboard cat', 'shhhhh',
])
