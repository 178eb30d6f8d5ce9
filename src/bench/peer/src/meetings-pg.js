// The same REST routes on the plain `pg` driver with named prepared statements: the fastest that a Node team would write by hand.
import { randomBytes } from 'node:crypto';
import { Router } from 'express';
import pg from 'pg';
import { z } from 'zod';
import { config } from './config.js';
import { requireAuth, signJitsi } from './auth.js';

export const pool = new pg.Pool({ connectionString: config.databaseUrl, max: config.poolMax });
const q = (name, text, values) => pool.query({ name, text, values });
const createBody = z.object({
  title: z.string().trim().min(1).max(200),
  participantUserIds: z.array(z.uuid()).max(2000).default([]),
  scheduledAt: z.iso.datetime().optional(),
});
const idParam = z.uuid();
export const meetings = Router();
meetings.use(requireAuth);
meetings.param('id', (req, res, next, id) => (idParam.safeParse(id).success ? next() : res.status(404).json({ error: 'not_found' })));

meetings.post('/create', async (req, res) => {
  const body = createBody.safeParse(req.body);
  if (!body.success) return res.status(400).json({ error: 'invalid_body', issues: body.error.issues });
  const { title, participantUserIds, scheduledAt } = body.data;
  const host = req.user.userId;
  const users = [host, ...new Set(participantUserIds.filter((id) => id !== host))];
  const r = await q('create', `WITH m AS (INSERT INTO meetings(title,room_name,host_id,scheduled_at) VALUES($1,$2,$3,$4) RETURNING *),
    p AS (INSERT INTO participants(meeting_id,user_id,role) SELECT m.id,u,CASE WHEN u=$3 THEN 'HOST' ELSE 'PARTICIPANT' END FROM m, unnest($5::uuid[]) u)
    SELECT id,title,room_name AS "roomName",host_id AS "hostId",status,scheduled_at AS "scheduledAt",created_at AS "createdAt" FROM m`,
    [title, `m-${randomBytes(12).toString('hex')}`, host, scheduledAt ?? null, users]);
  res.status(201).json(r.rows[0]);
});

meetings.get('/list', async (req, res) => {
  const r = await q('list', `SELECT m.id,m.title,m.room_name AS "roomName",m.host_id AS "hostId",m.status,m.scheduled_at AS "scheduledAt",m.started_at AS "startedAt",
    m.ended_at AS "endedAt",m.created_at AS "createdAt",json_build_object('id',h.id,'name',h.name) AS host
    FROM participants p JOIN meetings m ON m.id=p.meeting_id JOIN users h ON h.id=m.host_id WHERE p.user_id=$1 ORDER BY m.created_at DESC LIMIT 20`, [req.user.userId]);
  res.json({ meetings: r.rows });
});

meetings.get('/:id', async (req, res) => {
  const [m, ps] = await Promise.all([
    q('get1', `SELECT id,title,room_name AS "roomName",host_id AS "hostId",status,created_at AS "createdAt" FROM meetings WHERE id=$1`, [req.params.id]),
    q('get2', `SELECT p.id,p.user_id AS "userId",p.role,p.is_muted AS "isMuted",p.is_video_on AS "isVideoOn",p.joined_at AS "joinedAt",p.left_at AS "leftAt",u.name
      FROM participants p JOIN users u ON u.id=p.user_id WHERE p.meeting_id=$1`, [req.params.id]),
  ]);
  if (!m.rows[0]) return res.status(404).json({ error: 'not_found' });
  if (!ps.rows.some((p) => p.userId === req.user.userId)) return res.status(403).json({ error: 'forbidden' });
  res.json({ ...m.rows[0], participants: ps.rows });
});

meetings.post('/:id/join', async (req, res) => {
  const { userId } = req.user;
  const id = req.params.id;
  const m = (await q('join1', `SELECT m.room_name,m.host_id,m.status,p.role FROM meetings m LEFT JOIN participants p ON p.meeting_id=m.id AND p.user_id=$2 WHERE m.id=$1`, [id, userId])).rows[0];
  if (!m) return res.status(404).json({ error: 'not_found' });
  if (m.status === 'ENDED') return res.status(409).json({ error: 'ended' });
  if (!m.role) return res.status(403).json({ error: 'forbidden' });
  await q('join2', 'UPDATE participants SET joined_at=now(), left_at=NULL WHERE meeting_id=$1 AND user_id=$2', [id, userId]);
  const isHost = m.host_id === userId;
  if (isHost && m.status === 'SCHEDULED') await q('join3', `UPDATE meetings SET status='LIVE', started_at=now() WHERE id=$1`, [id]);
  res.json({ jitsiToken: signJitsi({ user: req.user, roomName: m.room_name, moderator: isHost }), roomName: m.room_name, role: m.role });
});

meetings.put('/:id/end', async (req, res) => {
  const r = await q('end', `UPDATE meetings SET status='ENDED', ended_at=now() WHERE id=$1 AND host_id=$2 AND status<>'ENDED'`, [req.params.id, req.user.userId]);
  if (!r.rowCount) return res.status(404).json({ error: 'not_found' });
  req.app.get('io').to(`meeting:${req.params.id}`).emit('meeting_ended', { meetingId: req.params.id });
  res.json({ ok: true });
});
