using System.CommandLine;
using System.Text.Json;
using PilotPairing.Api.Hosting;
using PilotPairing.Application.Operating;

namespace PilotPairing.Api.Cli;

internal static class ReencryptCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var command = new Command("reencrypt",
            "Puts every stored secret under the first of Encryption:Keys, so that older keys can go a day later") { json };
        command.SetAction((parsed, cancellationToken) => Act.RunOn<IStoredSecrets, Reencrypted>(
            async secrets => await secrets.Reencrypt(cancellationToken),
            done => parsed.GetValue(json)
                ? JsonSerializer.Serialize(new(done.Renewed, done.Unreadable), CliJson.Readable.ReencryptOutput) : Text(done),
            cancellationToken, done => done.Unreadable == 0));
        return command;
    }

    private static string Text(Reencrypted done) => done.Unreadable == 0
        ? $"Encrypted {done.Renewed} secrets anew: every one is under the first key. Keep the older keys for another day"
        : $"Encrypted {done.Renewed} secrets anew. {done.Unreadable} do not open with the keys of Encryption:Keys: add the key under which they were encrypted, and run this again";
}
