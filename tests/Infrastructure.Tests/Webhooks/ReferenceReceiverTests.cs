using System.Diagnostics;
using System.Globalization;
using PilotPairing.Testing;

namespace PilotPairing.Infrastructure.Tests.Webhooks;

/// <summary>
/// The reference library, in Node, verifies what the worker really sends: two implementations of the standard must agree.
/// </summary>
public sealed class ReferenceReceiverTests
{
    [Theory]
    [InlineData(true, 204)]
    [InlineData(false, 400)]
    public async Task The_reference_library_accepts_our_deliveries_under_the_right_secret_only(bool rightSecret, int status)
    {
        await using var rig = await DeliveryRig.Start(TimeProvider.System);
        var secret = rig.Draw();
        using var receiver = await Receiver.Start((rightSecret ? secret : rig.Draw()).Value);
        var (endpoint, _) = await rig.Endpoint($"http://127.0.0.1:{receiver.Port}/");
        await rig.Run("update webhook_endpoints set secret_envelope = @sealed", new { @sealed = rig.Seal(endpoint, secret) });
        await rig.Enqueue(endpoint);

        var worker = await rig.Work();
        while (await rig.Attempts() is [])
            await Task.Yield();
        await worker.StopAsync(CancellationToken.None);

        (await rig.Attempts()).Single().StatusCode.Should().Be(status);
    }

    private sealed class Receiver(Process process, int port) : IDisposable
    {
        public int Port => port;

        public static async Task<Receiver> Start(string secret)
        {
            var folder = Path.Combine(RepositoryRoot.Path, "tests", "webhook-receiver");
            if (!Directory.Exists(Path.Combine(folder, "node_modules")))
            {
                using var install = Process.Start(new ProcessStartInfo("npm", ["ci", "--no-audit", "--no-fund"]) { WorkingDirectory = folder })!;
                await install.WaitForExitAsync();
                install.ExitCode.Should().Be(0, "npm ci must have installed the receiver");
            }

            var start = new ProcessStartInfo("node", ["receiver.mjs"])
            {
                WorkingDirectory = folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true
            };
            start.Environment["WEBHOOK_SECRET"] = secret;
            var process = Process.Start(start)!;
            var port = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience.Longest);
            return new(process, int.Parse(port!, CultureInfo.InvariantCulture));
        }

        public void Dispose()
        {
            process.StandardInput.Close();
            process.WaitForExit(5000);
            process.Dispose();
        }
    }
}
