using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Microsoft.Extensions.Configuration;
using PilotPairing.Infrastructure.Gateways;
using PilotPairing.Infrastructure.Gateways.Baileys;

namespace PilotPairing.Infrastructure.Tests.Gateways;

/// <summary>The gateway's process as such: what must be there to start it, and processes that are something else.</summary>
public sealed class GatewayProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string _folder = Directory.CreateTempSubdirectory("pp-program-").FullName;
    private readonly Recorded _calls = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Without_Node_one_sentence_says_so()
    {
        (await NodeInstallation.Check(new(_folder, "no-such-node"), default)).Failure.Should().Contain("no node is on PATH");

        (await NodeInstallation.Check(new(_folder, Command("echo v18.20.0")), default)).Failure.Should().Contain("node is 18.20.0");
        (await NodeInstallation.Check(new(_folder, Command("exit 1")), default)).Failure.Should().Contain("no node is on PATH");
    }

    [Fact]
    public async Task Without_the_program_or_its_packages_one_sentence_says_what_to_do()
    {
        (await NodeInstallation.Check(new(_folder), default)).Failure.Should().Contain("is not in " + _folder);

        await Write("");
        (await NodeInstallation.Check(new(_folder), default)).Failure.Should().Contain("npm ci --omit=dev");
    }

    [Fact]
    public async Task A_client_that_does_not_know_the_secret_is_turned_away_and_the_right_one_is_waited_for()
    {
        await Write(
            """
            const wrong = net.connect(settings.address, () => wrong.write('0'.repeat(64) + '\n{"event":"wrong"}\n'));
            wrong.on('error', () => {});
            wrong.on('close', () => {
              const right = net.connect(settings.address, () => right.write(settings.secret + '\n{"event":"right"}\n'));
            });
            """);

        await using var process = await Start();

        (await _calls.Next()).Should().Be("right");
    }

    [Fact]
    public async Task A_process_that_ends_before_it_connects_is_reported_with_its_exit_code()
    {
        await Write("process.exit(7);");

        await FluentActions.Awaiting(Start).Should().ThrowAsync<IOException>().WithMessage("*7*");
    }

    [Theory]
    [InlineData("'this is no JSON\\n'")]
    [InlineData("'x'.repeat(17 * 1024 * 1024)")]
    [InlineData("'{\"id\":\"text\"}\\n'")]
    public async Task A_process_that_writes_something_else_is_taken_for_gone(string written)
    {
        await Write($"const socket = net.connect(settings.address, () => socket.write(settings.secret + '\\n' + {written}));");

        await using var process = await Start();

        await process.Ended.WaitAsync(Patience);
        await process.Invoking(gone => gone.Call("open", [], Patience, default)).Should().ThrowAsync<Exception>();
    }

    [Fact]
    public async Task Ten_megabytes_in_one_line_are_taken_and_a_call_that_waits_fails_when_the_process_ends()
    {
        await Write(
            """
            const socket = net.connect(settings.address, () => socket.write(settings.secret + '\n' + JSON.stringify({ event: 'big', text: 'x'.repeat(10 * 1024 * 1024) }) + '\n'));
            socket.on('data', () => process.exit(0));
            """);
        await using var process = await Start();
        (await _calls.Next()).Should().Be("big");

        await process.Invoking(gone => gone.Call("open", new JsonObject { ["number"] = "1" }, Patience, default)).Should()
            .ThrowAsync<IOException>();
    }

    [Fact]
    public async Task It_ends_with_the_application_and_leaves_nothing_behind()
    {
        await Write(
            """
            const socket = net.connect(settings.address, () => socket.write(settings.secret + '\n' + JSON.stringify({ event: settings.address.path }) + '\n'));
            """);
        var process = await Start();
        var path = await _calls.Next();
        Directory.Exists(Path.GetDirectoryName(path)).Should().BeTrue();

        await process.DisposeAsync();

        process.Ended.IsCompleted.Should().BeTrue();
        Directory.Exists(Path.GetDirectoryName(path)).Should().BeFalse();
    }

    private Task<GatewayProcess> Start() => GatewayProcess.Start(
        new(_folder), GatewayOptions.Read(new ConfigurationBuilder().Build().GetSection("main")), _calls, _ => { }, default);

    /// <summary>A program that reads its settings as the real one does, and then does something else.</summary>
    private Task Write(string act) => File.WriteAllTextAsync(Path.Combine(_folder, "gateway.mjs"),
        $$"""
        import net from 'node:net';
        import { createInterface } from 'node:readline';
        const input = createInterface({ input: process.stdin });
        input.once('close', () => process.exit(0));
        const settings = JSON.parse(await new Promise((resolve) => input.once('line', resolve)));
        {{act}}
        """);

    private string Command(string act)
    {
        var file = Path.Combine(_folder, "node-" + act.GetHashCode(StringComparison.Ordinal));
        File.WriteAllText(file, "#!/bin/sh\n" + act + "\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    private sealed class Recorded : IGatewayCalls
    {
        private readonly Channel<string> _events = Channel.CreateUnbounded<string>();

        public Task OnEvent(string name, JsonElement body) => _events.Writer.WriteAsync(name).AsTask();

        public Task<JsonObject?> OnCall(string name, JsonElement body) => Task.FromResult<JsonObject?>(null);

        public Task<string> Next() => _events.Reader.ReadAsync().AsTask().WaitAsync(Patience);
    }
}
