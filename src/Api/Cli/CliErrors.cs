using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Npgsql;
using PilotPairing.Api.Hosting;
using PilotPairing.Infrastructure.Postgres;

namespace PilotPairing.Api.Cli;

/// <summary>Explains failures that the operator can correct; everything else is a bug and keeps its stack.</summary>
internal static partial class CliErrors
{
    /// <summary>What Linux answers to a write; other systems share the first two.</summary>
    private const int NoRoom = 28, ReadOnly = 30, OverQuota = 122;

    public static string? Describe(Exception exception) => exception switch
    {
        _ when Broken(exception) is { } problems => Mend(problems),
        NoDatabaseException { Advice: null } missing => missing.Message,
        NoDatabaseException missing => $"{missing.Message} {missing.Advice}",
        UnauthorizedAccessException refused => $"{refused.Message} Run the command as the account that runs the server.",
        DirectoryNotFoundException or IOException { HResult: NoRoom or ReadOnly or OverQuota } =>
            $"{exception.Message} Name a place that can be written to and has room.",
        IOException { InnerException: AddressInUseException } taken =>
            $"Not started: {taken.Message} Name another address with the setting Urls, such as Urls=http://localhost:5081.",
        SocketException { SocketErrorCode: SocketError.AccessDenied or SocketError.AddressNotAvailable } refused =>
            $"Not started: the address of the setting Urls cannot be listened at: {refused.Message}. Name another one, such as Urls=http://localhost:5081.",
        InvalidOperationException { Message: var message } when message.StartsWith("Unable to configure HTTPS", StringComparison.Ordinal) =>
            "Not started: the setting Urls names https, and there is no certificate. Set Kestrel:Certificates:Default:Path and "
                + "Password, or listen at http behind a proxy that ends TLS.",
        UnfitDatabaseException unfit => "Not started: " + unfit.Message,
        _ when Database.Explain(exception) is { } why => $"{why} It says: {exception.Message} See ConnectionStrings:Postgres.",
        PostgresException refused => $"The database refused: {refused.MessageText} ({refused.SqlState})",
        _ => null,
    };

    /// <summary>The problems of settings that do not validate; null for any other failure.</summary>
    public static IReadOnlyList<string>? Broken(Exception exception) => exception switch
    {
        OptionsValidationException broken => [.. broken.Failures],
        AggregateException { InnerExceptions: var all } when all.All(one => one is OptionsValidationException) =>
            [.. all.SelectMany(one => ((OptionsValidationException)one).Failures)],
        InvalidOperationException unreadable when Unreadable().Match(unreadable.Message) is { Success: true } match =>
            [$"{match.Groups["setting"]} must be {Written(match.Groups["type"].Value)}."],
        _ => null,
    };

    private static string Written(string type) => type switch
    {
        nameof(Boolean) => "true or false",
        nameof(TimeSpan) => "a time such as 00:00:08",
        _ => "a whole number",
    };

    private static string Mend(IEnumerable<string> problems) =>
        "Not started; mend these settings:" + string.Concat(problems.Select(problem => "\n  " + problem));

    /// <summary>What the framework says of a value that is none of its setting's type.</summary>
    [GeneratedRegex(@" at '(?<setting>[^']+)' to type 'System\.(?<type>\w+)'")]
    private static partial Regex Unreadable();
}
