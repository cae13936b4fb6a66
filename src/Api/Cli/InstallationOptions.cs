using System.CommandLine;
using PilotPairing.Client;

namespace PilotPairing.Api.Cli;

/// <summary>Where a developer's command finds an installation: it needs neither its database nor its settings.</summary>
internal sealed class InstallationOptions
{
    public const string UrlVariable = "PILOTPAIRING_URL";
    public const string KeyVariable = "PILOTPAIRING_KEY";

    private readonly Option<string?> _url = new("--url")
    {
        Description = $"The installation; default {UrlVariable}, else http://localhost:5080"
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = $"An API key, ps_…; default {KeyVariable}, which other users of this machine cannot see"
    };

    public void AddTo(Command command)
    {
        command.Add(_url);
        command.Add(_key);
    }

    /// <summary>Null with the reason where they lead nowhere.</summary>
    public (PilotPairingOptions? Options, string? Problem) Read(ParseResult parsed, int retries)
    {
        var key = Given(parsed.GetValue(_key), KeyVariable);
        if (key is null)
            return (null, $"Name an API key with --key or {KeyVariable}: pilotpairing tenant create --test --name Development prints one.");
        var url = Given(parsed.GetValue(_url), UrlVariable) ?? "http://localhost:5080";
        var options = new PilotPairingOptions
        {
            Address = Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var address) ? address : null,
            Key = key.Trim(),
            Retries = retries,
        };
        return options.Problems() is [var problem, ..] ? (null, problem.Replace("Address", "--url", StringComparison.Ordinal)
            .Replace("Key must", "--key must", StringComparison.Ordinal)) : (options, null);
    }

    private static string? Given(string? option, string variable) =>
        (string.IsNullOrWhiteSpace(option) ? Environment.GetEnvironmentVariable(variable) : option) is { } text
            && !string.IsNullOrWhiteSpace(text) ? text : null;

    /// <summary>Why a call failed, for the person who typed the command.</summary>
    public static string Describe(PilotPairingException exception, PilotPairingOptions options) => exception switch
    {
        UnauthorizedException => $"{options.Address} does not know this key: it is of another installation, revoked, or mistyped.",
        PilotPairingErrorException error => error.Message + string.Concat(error.Fields.Select(field => $"\n  {field.Key} {field.Value}")),
        PilotPairingNoAnswerException => $"Nothing answers at {options.Address}: {exception.InnerException?.Message}",
        _ => $"{options.Address} answers {exception.StatusCode}: is it PilotPairing 0.2.0 or later?",
    };
}
