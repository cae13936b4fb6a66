using System.Text;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

/// <summary>Reads lines that have a longest length, since what is on the other side may be anything.</summary>
internal sealed class BoundedLines(Stream stream, int longest) : IDisposable
{
    private readonly StreamReader _reader = new(stream, Encoding.UTF8, leaveOpen: true);
    private readonly char[] _buffer = new char[16 * 1024];
    private readonly StringBuilder _line = new();
    private int _from;
    private int _to;

    /// <summary>Null at the end.</summary>
    /// <exception cref="IOException">The line is longer.</exception>
    public async Task<string?> Next(CancellationToken cancellationToken)
    {
        while (true)
        {
            var end = _buffer.AsSpan(_from, _to - _from).IndexOf('\n');
            _line.Append(_buffer, _from, end < 0 ? _to - _from : end);
            if (_line.Length > longest)
                throw new IOException("A line is too long");
            if (end >= 0)
            {
                _from += end + 1;
                var line = _line.ToString();
                _line.Clear();
                return line;
            }

            _from = 0;
            _to = await _reader.ReadAsync(_buffer, cancellationToken);
            if (_to == 0)
                return null;
        }
    }

    public void Dispose() => _reader.Dispose();
}
