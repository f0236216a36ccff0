// WebSub, publisher to hub (W3C WebSub leaves the form open; this is the deployed one): some hubs read hub.url, some
// hub.topic, so both are sent, one topic a request.
import type { AbsoluteUrl } from '../model/url.ts';
import { call } from './call.ts';

/** Tells a hub that a topic has news. Throws an `Error` with a sentence when it refuses, `Unanswered` when it is silent. */
export async function pingHub(hub: AbsoluteUrl, topic: AbsoluteUrl): Promise<void> {
  const body = new URLSearchParams({ 'hub.mode': 'publish', 'hub.url': topic, 'hub.topic': topic });
  const { status } = await call(hub, { method: 'POST', body }, { attempts: 3, timeoutMs: 10_000 });
  if (status < 200 || status > 299) throw new Error(`it answers ${status}`);
}
