using System.Threading.Channels;
using Dapper;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using PilotPairing.Infrastructure.Postgres;
using PilotPairing.Testing;
using PilotPairing.Testing.Postgres;

namespace PilotPairing.Infrastructure.Tests.Postgres;

/// <summary>Fan-out, and what subscribers get when the connection is lost.</summary>
public sealed class ListenerTests
{
    [Fact]
    public async Task Each_subscriber_receives_its_channel_and_a_throwing_one_disturbs_none()
    {
        await using var rig = await Rig.Create();
        using var throwing = rig.Listener.Subscribe(Channels.Pairing, _ => throw new InvalidOperationException(), () => throw new InvalidOperationException());
        using var pairing = rig.Receive(Channels.Pairing);
        using var access = rig.Receive(Channels.Access);
        await rig.Listener.StartAsync(CancellationToken.None);
        (await rig.Next()).Should().Be("pairing reset");
        (await rig.Next()).Should().Be("access reset");
        rig.Listener.IsListening.Should().BeTrue();

        await rig.Connection.ExecuteAsync("select pg_notify('pairing', 'one'), pg_notify('access', 'two')");
        (await rig.Next()).Should().Be("pairing one");
        (await rig.Next()).Should().Be("access two");

        pairing.Dispose();
        await rig.Connection.ExecuteAsync("select pg_notify('pairing', 'three'), pg_notify('access', 'four')");
        (await rig.Next()).Should().Be("access four");
    }

    [Fact]
    public async Task After_a_lost_connection_it_listens_again_and_says_so()
    {
        await using var rig = await Rig.Create();
        using var pending = rig.Receive(Channels.Pending);
        await rig.Listener.StartAsync(CancellationToken.None);
        (await rig.Next()).Should().Be("pending reset");

        await rig.Connection.ExecuteAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pilotpairing-listener' and datname = current_database()");

        (await rig.Next()).Should().Be("pending reset");
        await rig.Connection.ExecuteAsync("select pg_notify('pending', '')");
        (await rig.Next()).Should().Be("pending ");
    }

    [Fact]
    public async Task Nobody_can_wait_on_a_channel_that_is_not_listened_on()
    {
        await using var rig = await Rig.Create();
        var subscribe = () => rig.Receive("nowhere");
        subscribe.Should().Throw<ArgumentException>();
    }

    private sealed class Rig(TestDatabase database) : IAsyncDisposable
    {
        private readonly Channel<string> _received = Channel.CreateUnbounded<string>();

        public NpgsqlConnection Connection { get; } = new(database.ConnectionString);

        public PostgresListener Listener { get; } =
            new(database.ConnectionString, database.Source, TimeProvider.System, NullLogger<PostgresListener>.Instance);

        public static async Task<Rig> Create() => new(await TestPostgres.CreateDatabase());

        public IDisposable Receive(string channel) =>
            Listener.Subscribe(channel, payload => _received.Writer.TryWrite($"{channel} {payload}"), () =>
                _received.Writer.TryWrite($"{channel} reset"));

        public async Task<string> Next() => await _received.Reader.ReadAsync().AsTask().WaitAsync(Patience.Longest);

        public async ValueTask DisposeAsync()
        {
            await Listener.StopAsync(CancellationToken.None);
            Listener.Dispose();
            await Connection.DisposeAsync();
            await database.DisposeAsync();
        }
    }
}
