import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One question that the fake chat got. */
export interface FakeChatQuestion {
  system: string;
  user: string;
}

/** What it does with one question: says a text, or fails with a status. */
export type FakeChatReply = string | { status: number };

/** A running fake chat. */
export interface FakeChat {
  /** Base address for a client, ending in `/v1`. */
  url: string;
  /** Everything it was asked, in the order it came. */
  questions: readonly FakeChatQuestion[];
  close(): Promise<void>;
}

/**
 * Starts an OpenAI-compatible server on a free local port that says what `reply` makes of each question, whole and not
 * streamed. For replies that a test writes itself; `startFakeModel` knows the evidence of incidents.
 */
export async function startFakeChat(reply: (question: FakeChatQuestion, place: number) => FakeChatReply): Promise<FakeChat> {
  const questions: FakeChatQuestion[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { messages } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { messages: { role: string; content: string }[] };
      const said = (role: string): string => messages.filter((message) => message.role === role).map(({ content }) => content).join('\n');
      const question = { system: said('system'), user: said('user') };
      questions.push(question);
      const answer = reply(question, questions.length - 1);
      const [status, body] = typeof answer === 'string'
        ? [200, { choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: answer } }], usage: { prompt_tokens: 10, completion_tokens: 5 } }]
        : [answer.status, { error: { message: 'The fake chat fails on purpose.' } }];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    questions,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
