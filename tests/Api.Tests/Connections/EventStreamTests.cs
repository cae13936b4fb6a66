using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using PilotPairing.Api.Connections;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Connections;

/// <summary>The comment that keeps a quiet stream alive, by a clock that does not run by itself.</summary>
public sealed class EventStreamTests
{
    [Fact]
    public async Task A_quiet_stream_says_every_fifteen_seconds_that_it_is_still_there()
    {
        var clock = new FakeClock();
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        var stream = new EventStream(context.Response, clock);
        var items = Channel.CreateUnbounded<int>();
        var reading = Read(stream, items.Reader);

        await clock.UntilWaiting(1).WaitAsync(Patience.Longest);
        clock.Advance(TimeSpan.FromSeconds(14.9));
        Text(body).Should().BeEmpty();
        clock.Advance(TimeSpan.FromSeconds(0.2));
        await clock.UntilWaiting(1).WaitAsync(Patience.Longest);
        clock.Advance(TimeSpan.FromSeconds(15));
        await clock.UntilWaiting(1).WaitAsync(Patience.Longest);
        Text(body).Should().Be(": still here\n\n: still here\n\n");

        items.Writer.TryWrite(7);
        items.Writer.Complete();
        (await reading.WaitAsync(Patience.Longest)).Should().Equal(7);
    }

    [Fact]
    public async Task A_stream_that_ends_while_its_source_is_still_reading_ends_as_one_that_was_cancelled()
    {
        using var body = new MemoryStream();
        var stream = new EventStream(new DefaultHttpContext { Response = { Body = body } }.Response, new FakeClock());
        using var end = new CancellationTokenSource();
        var (begun, hasRead) = (new TaskCompletionSource(), new TaskCompletionSource());
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in stream.WithHeartbeat(SlowSource(begun, hasRead.Task, end.Token), end.Token))
                throw new InvalidOperationException("There was nothing to tell");
        });
        await begun.Task.WaitAsync(Patience.Longest);

        await end.CancelAsync();
        await Task.Yield();
        hasRead.SetResult();

        await reading.Awaiting(ended => ended.WaitAsync(Patience.Longest)).Should().ThrowAsync<OperationCanceledException>();
        Text(body).Should().BeEmpty();
    }

    /// <summary>Like a read from the database that was cancelled and has not ended yet.</summary>
    private static async IAsyncEnumerable<int> SlowSource(
        TaskCompletionSource begun, Task hasRead, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        begun.SetResult();
        await hasRead;
        cancellationToken.ThrowIfCancellationRequested();
        yield return 1;
    }

    private static async Task<List<int>> Read(EventStream stream, ChannelReader<int> items)
    {
        var read = new List<int>();
        await foreach (var item in stream.WithHeartbeat(Items(items), CancellationToken.None))
            read.Add(item);
        return read;
    }

    private static async IAsyncEnumerable<int> Items(
        ChannelReader<int> items, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var item in items.ReadAllAsync(cancellationToken))
            yield return item;
    }

    private static string Text(MemoryStream body) => Encoding.UTF8.GetString(body.ToArray());
}
