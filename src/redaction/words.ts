/**
 * Values that are no secret by themselves, however they are configured: to mask them would blank a report. Runs inside one of
 * them do not count as a part of a longer secret either. Lower case.
 */
// oxfmt-ignore
export const COMMON_WORDS: readonly string[] = [
  'administrator', 'anonymous', 'application', 'authorization', 'bearer', 'changeit', 'changeme', 'clientsecret', 'cloudflare',
  'configuration', 'container', 'credential', 'credentials', 'database', 'deployment', 'developer', 'development', 'directory',
  'disabled', 'document', 'elasticsearch', 'enabled', 'environment', 'example.com', 'forbidden', 'function', 'health', 'healthcheck',
  'https://', 'integration', 'internal', 'kubernetes', 'localhost', 'memcached', 'microservice', 'mongodb', 'monitoring', 'mysecretpassword', 'namespace',
  'network', 'operator', 'passphrase', 'password', 'password1', 'password123', 'permission', 'postgres', 'postgresql', 'preproduction',
  'preview', 'privatekey', 'production', 'prometheus', 'protected', 'provider', 'rabbitmq', 'readiness', 'readonly', 'redis', 'register', 'repository', 'response',
  'security', 'sentinel', 'service', 'sessions', 'something', 'staging', 'standard', 'strong-password', 'strong_password', 'superuser', 'supersecret', 'template', 'terraform', 'testing', 'timestamp',
  'undefined', 'unknown', 'username', 'validation', 'verysecret', 'webhooks', 'your-password', 'your_password', 'anything', '12345678', '123456789', '1234567890', '00000000', 'qwertyuiop', '127.0.0.1',
]
