using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PilotPairing.Benchmarks.Lab;

/// <summary>A process that this one started and ends by its id, whatever happens.</summary>
internal sealed class Child : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private Child(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public static Child Start(string file, IReadOnlyList<string> arguments, string folder, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(file, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        var child = new Child(Process.Start(start)!);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => child.Kill();
        return child;
    }

    /// <summary>Waits for a line of its output; what follows is read and dropped.</summary>
    public async Task WaitForLine(string wanted)
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)) is { } line)
        {
            if (!line.Contains(wanted, StringComparison.Ordinal))
                continue;
            DropOutput();
            return;
        }

        throw new InvalidOperationException("A process ended early: " + await _errors);
    }

    public void DropOutput() => _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);

    /// <summary>Polls until the address answers 2xx, and says how long that took since the start of the process.</summary>
    public async Task<TimeSpan> WaitForReady(Uri address, long started, TimeSpan pause)
    {
        using var client = new RawClient(address);
        while (Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60))
        {
            if (_process.HasExited)
                throw new InvalidOperationException("The product ended: " + await _errors);
            try
            {
                if (await client.Send(RawClient.Get(address, address.AbsolutePath)) is { Status: 200 })
                    return Stopwatch.GetElapsedTime(started);
            }
            catch (Exception exception) when (exception is SocketException or IOException)
            {
                client.Reset();
            }

            await Task.Delay(pause);
        }

        throw new TimeoutException("Not ready within a minute");
    }

    public long ResidentBytes()
    {
        _process.Refresh();
        return _process.WorkingSet64;
    }

    public void Kill()
    {
        try
        {
            if (!_process.HasExited)
                _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended and was let go of already.
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
