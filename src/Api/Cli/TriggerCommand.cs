using System.CommandLine;
using PilotPairing.Client;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Webhooks;

namespace PilotPairing.Api.Cli;

/// <summary>Makes an event happen in a test-mode tenant, by what really causes it: a link, a simulated phone, an end.</summary>
internal static class TriggerCommand
{
    private const int SomeRetries = 3;
    private const string Phone = "+5511999999999";

    /// <summary>What each takes after its link was created.</summary>
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<Func<Subject, Task>>> Steps =
        new Dictionary<string, IReadOnlyList<Func<Subject, Task>>>
        {
            [EventNames.NumberCreated] = [],
            [EventNames.NumberConnected] = [Connect(), Simulate("scan")],
            [EventNames.NumberDisconnected] = [Connect(), Simulate("scan"), Simulate("logout")],
            [EventNames.NumberRemoved] = [subject => subject.Pairing.DeleteNumbersIdAsync(subject.Number, subject.CancellationToken)],
            [EventNames.NumberMismatch] = [Connect(), Simulate("wrong_number")],
            [EventNames.NumberPasskeyRequired] = [Connect(), Simulate("passkey")],
            [EventNames.LinkCreated] = [],
            [EventNames.LinkOpened] = [Report("opened")],
            [EventNames.LinkStarted] = [Connect()],
            [EventNames.LinkFailed] = [Connect(), Simulate("qr_exhausted")],
            [EventNames.LinkExpired] = [Expire()],
            [EventNames.LinkRevoked] =
                [subject => subject.Pairing.PostLinksIdRevokeAsync(subject.Link.LinkId, cancellationToken: subject.CancellationToken)],
            [EventNames.LinkRenewalRequested] = [Report("new_link")],
        };

    public static Command Create()
    {
        var installation = new InstallationOptions();
        var name = new Argument<string>("event") { Description = string.Join(", ", Steps.Keys) };
        var command = new Command("trigger", "Makes an event happen in a test-mode tenant, on a number of its own") { name };
        installation.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Run(parsed, installation, parsed.GetValue(name)!, cancellationToken));
        return command;
    }

    private static async Task<int> Run(
        ParseResult parsed, InstallationOptions installation, string name, CancellationToken cancellationToken)
    {
        var (output, errors) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
        var (options, problem) = installation.Read(parsed, SomeRetries);
        if (!Steps.TryGetValue(name, out var steps))
            problem ??= $"There is no way to make {name} happen; there is for {string.Join(", ", Steps.Keys)}.";
        else if (options is not null && !options.Key!.StartsWith(RawKey.TestPrefix, StringComparison.Ordinal))
            problem ??= "Events are made in test-mode tenants only, whose keys begin with ps_test_: pilotpairing tenant create --test.";
        if (options is null || problem is not null)
        {
            await errors.WriteLineAsync(problem);
            return 1;
        }

        try
        {
            var pairing = PilotPairingClient.Create(options);
            var link = await pairing.PostNumbersRemotePairingAsync(
                new() { Name = "Made by pilotpairing trigger", Number = Phone }, cancellationToken: cancellationToken);
            foreach (var step in steps!)
                await step(new(pairing, link, cancellationToken));
            await output.WriteLineAsync($"{name}: number {link.NumberId}, link {link.LinkId}");
            return 0;
        }
        catch (PilotPairingException exception)
        {
            await errors.WriteLineAsync(InstallationOptions.Describe(exception, options));
            return 1;
        }
    }

    private static Func<Subject, Task> Connect() => subject =>
        subject.Pairing.PostRemotePairingTokenConnectAsync(subject.Link.RemotePairingToken, new(), subject.CancellationToken);

    private static Func<Subject, Task> Simulate(string what) => subject => subject.Pairing.PostTestNumbersIdSimulateAsync(
        subject.Number, new() { Event = new(what) }, cancellationToken: subject.CancellationToken);

    private static Func<Subject, Task> Report(string kind) => subject => subject.Pairing.PostRemotePairingTokenReportAsync(
        subject.Link.RemotePairingToken, new() { Kind = new(kind) }, subject.CancellationToken);

    private static Func<Subject, Task> Expire() => subject => subject.Pairing.PostTestLinksIdSimulateAsync(
        subject.Link.LinkId, new() { Event = new("expire") }, cancellationToken: subject.CancellationToken);

    private sealed record Subject(PilotPairingClient Pairing, PairingLinkResponse Link, CancellationToken CancellationToken)
    {
        public string Number => Link.NumberId!;
    }
}
