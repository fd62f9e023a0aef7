import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { run, ToolError } from '../src/run';

const node = (script: string): [string, string[]] => [process.execPath, ['-e', script]];

describe('run', () => {
  it('hands arguments to the tool as they are, without a shell', async () => {
    const awkward = '$(id) `id` "quoted" *\nnewline';
    const { stdout } = await run(process.execPath, ['-e', 'process.stdout.write(process.argv[1])', awkward]);
    expect(stdout).toBe(awkward);
  });

  it('tells the exit code and the last lines of a tool that failed', async () => {
    const failing = run(...node('console.error("disk is full"); process.exit(3)'));
    await expect(failing).rejects.toMatchObject({ code: 'TOOL_FAILED', details: ['disk is full'], result: { exitCode: 3 } });
    await expect(failing).rejects.toBeInstanceOf(ToolError);
  });

  it('returns an exit code that the caller expects', async () => {
    await expect(run(...node('process.exit(7)'), { okCodes: [7] })).resolves.toMatchObject({ exitCode: 7 });
  });

  it('names a tool that is not there', async () => {
    await expect(run('no-such-tool', [])).rejects.toMatchObject({
      code: 'TOOL_MISSING',
      message: 'no-such-tool was not found on the PATH',
    });
  });

  it('ends the tool when the signal fires', async () => {
    const abort = new AbortController();
    const started = jest.fn(() => abort.abort());
    await expect(
      run(...node('console.log("up"); setInterval(() => {}, 1000)'), { signal: abort.signal, onLine: started }),
    ).rejects.toBeInstanceOf(ToolError);
    expect(started).toHaveBeenCalledWith('up', 'stdout');
  });

  it('reads standard input from a file and writes standard output to one', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fairlead-run-'));
    writeFileSync(join(folder, 'in'), Buffer.from([0, 255, 10, 128]));
    await run(...node('process.stdin.pipe(process.stdout)'), { inputFile: join(folder, 'in'), outputFile: join(folder, 'out') });
    expect([...readFileSync(join(folder, 'out'))]).toEqual([0, 255, 10, 128]);
    rmSync(folder, { recursive: true });
  });

  it('puts a detached tool in a process group of its own, which Ctrl-C does not reach', async () => {
    const group = 'process.stdout.write(String(require("fs").readFileSync("/proc/self/stat", "utf8").split(") ")[1].split(" ")[2] == process.pid))';
    await expect(run(...node(group), { detached: true })).resolves.toMatchObject({ stdout: 'true' });
    await expect(run(...node(group))).resolves.toMatchObject({ stdout: 'false' });
  });

  it('kills a tool that ignores SIGTERM after the grace period', async () => {
    const stubborn = run(...node('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)'), { timeoutMs: 500, killAfterMs: 200 });
    await expect(stubborn).rejects.toBeInstanceOf(ToolError);
    await expect(stubborn).rejects.toMatchObject({ timedOut: true });
  });

  it('tells a tool that took too long from one that failed or was interrupted', async () => {
    await expect(run(...node('process.exit(3)'))).rejects.toMatchObject({ timedOut: false });
    await expect(run(...node('setInterval(() => {}, 1000)'), { signal: AbortSignal.timeout(100), killAfterMs: 200 })).rejects.toMatchObject({ timedOut: false });
  });

  it('keeps nothing of what a tool prints for hours, and hands on every line', async () => {
    const lines: string[] = [];
    const { stdout, stderr } = await run(...node('for (let n = 0; n < 1000; n++) console.log(n); console.error("why")'), { discardStdout: true, onLine: (line) => void lines.push(line) });
    expect([stdout, stderr]).toEqual(['', 'why\n']);
    expect(lines).toHaveLength(1001);
  });

  it('closes standard input, so that a tool which asks does not hang', async () => {
    const { stdout } = await run(...node('process.stdin.on("end", () => console.log("ended")).resume()'));
    expect(stdout).toBe('ended\n');
  });
});
