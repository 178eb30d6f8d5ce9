export const config = {
  port: Number(process.env.PORT ?? 3100),
  host: process.env.HOST ?? '127.0.0.1',
  workers: Number(process.env.WORKERS ?? 1),
  databaseUrl: process.env.DATABASE_URL ?? 'postgresql://127.0.0.1/peer',
  poolMax: Number(process.env.POOL_MAX ?? 20),
  jwtSecret: process.env.JWT_SECRET ?? 'peer-access-secret-peer-access-secret-01',
  jitsi: {
    appId: process.env.JITSI_APP_ID ?? 'meet',
    secret: process.env.JITSI_SECRET ?? 'peer-jitsi-secret-peer-jitsi-secret-0001',
    domain: process.env.JITSI_DOMAIN ?? 'meet.example.org',
    ttlSeconds: 3600,
  },
};
