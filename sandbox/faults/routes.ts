import type { Router } from 'express';
import express from 'express';
import { z } from 'zod';
import type { FaultOrders, Faults } from '../faults.js';
import { read } from '../read.js';
import type { FaultShapes } from './shapes.js';
import { callFaults, eventFaults } from './shapes.js';

/**
 * `/control/faults…`: POST orders one for the next calls, POST standing and POST random what their names say; the same
 * for events below `/events`. GET shows what is queued, DELETE ends everything. All answer with what is queued.
 */
export function createFaultRoutes(faults: Faults): Router {
  const router = express.Router();
  router.use('/events', routesOf(faults.events, eventFaults));
  router.use(routesOf(faults, callFaults));
  return router;
}

function routesOf<Trouble>(orders: FaultOrders<Trouble>, { fault, drawn }: FaultShapes<Trouble>): Router {
  const nextOne = z.strictObject({
    method: z.string().min(1),
    times: z.number().int().min(1).max(1000).optional(),
    fault,
  });
  const standing = z.strictObject({
    methods: z.union([z.literal('*'), z.array(z.string().min(1))]),
    forMs: z.number().min(0).max(3_600_000).optional(),
    fault,
  });
  const random = z.strictObject({
    seed: z.number().int(),
    methods: z.record(z.string(), z.number().min(0).max(1)),
    scale: z.number().positive().optional(),
    kinds: z
      .array(
        z.strictObject({
          fault: drawn,
          weight: z.number().positive().optional(),
          only: z.array(z.string()).optional(),
        }),
      )
      .optional(),
  });

  return express
    .Router()
    .get('/', (_request, response) => {
      response.json(orders.pending());
    })
    .post('/', ({ body }, response) => {
      const { method, times, fault: ordered } = read(nextOne, body);
      orders.next(method, ordered, { times });
      response.json(orders.pending());
    })
    .post('/standing', ({ body }, response) => {
      orders.standing(read(standing, body));
      response.json(orders.pending());
    })
    .post('/random', ({ body }, response) => {
      orders.random(read(random, body));
      response.json(orders.pending());
    })
    .delete('/', (_request, response) => {
      orders.clear();
      response.json(orders.pending());
    });
}
