using System.Diagnostics;
using Baton.TestSupport;

namespace Baton.Targets.Tests.WebSockets;

/// <summary>An agent on the <c>ws</c> package for Node, a server that is nobody's code of ours.</summary>
internal sealed class WsPackageServer : IAsyncDisposable
{
    private const string Script = """
        const { WebSocketServer } = require('ws');
        const server = new WebSocketServer({
          port: 0,
          host: '127.0.0.1',
          perMessageDeflate: true,
          handleProtocols: offered => [...offered].pop(),
          verifyClient: ({ req }, done) => req.headers.authorization === 'Bearer good' ? done(true) : done(false, 401, 'no token'),
        });
        server.on('connection', (socket, request) => {
          let turns = 0;
          let pongs = 0;
          socket.on('pong', () => pongs++);
          socket.on('close', code => console.log(`closed ${code}`));
          socket.on('message', (data, isBinary) => {
            const { input } = JSON.parse(data);
            const say = message => socket.send(JSON.stringify(message), { binary: isBinary });
            if (input === 'terminate') { say({ delta: 'part' }); setImmediate(() => socket.terminate()); return; }
            if (input === 'close') { socket.close(4000, 'as you wish'); return; }
            if (input === 'fragments') {
              const text = Buffer.from('{"output": "zwölf €"}');
              for (const byte of text.subarray(0, -1)) socket.send(Buffer.of(byte), { binary: false, fin: false });
              socket.send(text.subarray(-1), { binary: false, fin: true });
              return;
            }
            if (input === 'pongs') {
              socket.ping('are you there?');
              socket.once('pong', () => say({ output: `${pongs} pong` }));
              return;
            }
            say({ type: 'delta', delta: `${++turns} ` });
            say({ type: 'final', output: `${turns} ${input} ${socket.protocol}` });
          });
        });
        server.on('listening', () => console.log(server.address().port));
        process.stdin.on('end', () => process.exit(0)).resume();
        """;

    private readonly Process _process;

    private WsPackageServer(Process process) => _process = process;

    public string Url { get; private init; } = "";

    public static async Task<WsPackageServer> StartAsync()
    {
        ProcessStartInfo start = new("node", ["-e", Script])
        {
            WorkingDirectory = await NodePackages.InstallAsync(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        Process process = Process.Start(start)!;
        string port =
            await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken)
            ?? throw new InvalidOperationException("The server ended before it listened.");
        return new WsPackageServer(process) { Url = $"ws://127.0.0.1:{port}" };
    }

    /// <summary>The code the next connection is closed with, as the server sees it.</summary>
    public Task<string?> NextCloseAsync() =>
        _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
