using System.Text;

namespace PilotPairing.Infrastructure.Webhooks;

/// <summary>
/// The status line of an HTTP/1.1 answer, seen on its way in. The client throws for an answer whose head it cannot read, too long or with a
/// line that is no header, and does not say which status it had; the receiver has accepted the event all the same.
/// </summary>
internal sealed class ReceivedStatus
{
    private static readonly AsyncLocal<ReceivedStatus?> Current = new();

    private const int StatusLine = 12;
    private readonly List<byte> _head = [];

    /// <summary>The last one that came, if any did; not of an informational answer.</summary>
    public int? Status { get; private set; }

    /// <summary>Of the request that is sent next in this flow.</summary>
    public static ReceivedStatus Watch() => Current.Value = new();

    /// <summary>For the handler: all that comes through passes by.</summary>
    public static Stream On(Stream connection) => new Watched(connection);

    private void See(ReadOnlySpan<byte> bytes)
    {
        if (Status is not null || _head.Count > 64 * 1024)
            return;
        _head.AddRange(bytes);
        while (Status is null && _head.Count >= StatusLine && Encoding.ASCII.GetString([.. _head[..StatusLine]]) is var line
            && line.StartsWith("HTTP/1.", StringComparison.Ordinal) && int.TryParse(line.AsSpan(9, 3), out var status))
        {
            if (status >= 200)
            {
                Status = status;
                return;
            }

            // An informational answer: the one that counts follows after its empty line.
            var end = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_head).IndexOf("\r\n\r\n"u8);
            if (end < 0)
                return;
            _head.RemoveRange(0, end + 4);
        }
    }

    /// <summary>A connection serves one request after the other; each begins with a write.</summary>
    private sealed class Watched(Stream inner) : Stream
    {
        private ReceivedStatus? _request;

        public override bool CanRead => inner.CanRead;

        public override bool CanSeek => false;

        public override bool CanWrite => inner.CanWrite;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            var count = inner.Read(buffer);
            _request?.See(buffer[..count]);
            return count;
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = await inner.ReadAsync(buffer, cancellationToken);
            _request?.See(buffer.Span[..count]);
            return count;
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _request = Current.Value ?? _request;
            inner.Write(buffer);
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _request = Current.Value ?? _request;
            return inner.WriteAsync(buffer, cancellationToken);
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync();
            await base.DisposeAsync();
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
