using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using PilotPairing.Client;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Api.Cli;

/// <summary>Prints a tenant's events as they happen, and delivers them to a developer's machine, which no webhook reaches.</summary>
internal static class ListenCommand
{
    private const int EveryAttempt = 0;

    public static Command Create()
    {
        var installation = new InstallationOptions();
        var forward = new Option<string?>("--forward-to") { Description = "Where deliveries are sent, such as http://localhost:3000/hook" };
        var after = new Option<string?>("--after") { Description = "The last event that was handled, evt_…; else what happens next" };
        var command = new Command("listen", "Prints events as they happen, and forwards them as signed deliveries") { forward, after };
        installation.AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
            Run(parsed, installation, parsed.GetValue(forward), parsed.GetValue(after), cancellationToken));
        return command;
    }

    private static async Task<int> Run(
        ParseResult parsed, InstallationOptions installation, string? forward, string? after, CancellationToken cancellationToken)
    {
        var (output, errors) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var (options, problem) = installation.Read(parsed, EveryAttempt);
        var forwardTo = Uri.TryCreate(forward, UriKind.Absolute, out var address) ? address : null;
        if (forward is not null && forwardTo is not { Scheme: "http" or "https" })
            problem ??= "--forward-to must be an http or https address, such as http://localhost:3000/hook.";
        if (options is null || problem is not null)
        {
            await errors.WriteLineAsync(problem);
            return 1;
        }

        using var random = RandomNumberGenerator.Create();
        using var forwarder = forwardTo is null ? null : new DeliveryForwarder(forwardTo, WebhookSecret.Draw(random));
        try
        {
            if (forwarder is not null)
                await output.WriteLineAsync($"Forwarding to {forwardTo}, signed with {forwarder.Secret}");
            await Follow(PilotPairingClient.Create(options), options.Address!, after, forwarder, output, errors, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
        catch (PilotPairingException exception)
        {
            await errors.WriteLineAsync(InstallationOptions.Describe(exception, options));
            return 1;
        }

        return 0;
    }

    private static async Task Follow(
        PilotPairingClient pairing, Uri address, string? after, DeliveryForwarder? forwarder, TextWriter output, TextWriter errors,
        CancellationToken cancellationToken)
    {
        var events = pairing.FollowEvents(
            after, () => output.WriteLine($"Listening at {address}"),
            (exception, pause) => errors.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"The connection was lost ({exception.Message.Split('\n')[0]}); connecting again in {pause.TotalSeconds:0} s")), null, cancellationToken);
        await foreach (var happened in events)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{happened.Read().Timestamp:HH:mm:ss}  {happened.Id}  {happened.Name}"));
            if (forwarder is not null)
                await output.WriteLineAsync("          " + await forwarder.Forward(happened.Id, happened.Body, cancellationToken));
            else
                await output.WriteLineAsync("          " + happened.Body);
        }
    }
}
