using System.CommandLine;
using System.Security.Cryptography;
using PilotPairing.Domain.Operating;

namespace PilotPairing.Api.Cli;

internal static class OpsCommand
{
    public static Command Create()
    {
        var hash = new Command("hash-password", "Reads a password and prints what Ops:Users:N:PasswordHash needs; it is stored nowhere");
        hash.SetAction((_, cancellationToken) => HashPassword(cancellationToken));
        return new Command("ops", "People of the operations pages") { hash };
    }

    private static async Task<int> HashPassword(CancellationToken cancellationToken)
    {
        var typed = Console.IsInputRedirected ? await Console.In.ReadLineAsync(cancellationToken) : await Typed();
        if (typed is not { Length: >= PasswordHash.ShortestPassword and <= PasswordHash.LongestPassword })
        {
            await Console.Error.WriteLineAsync(
                $"A password has {PasswordHash.ShortestPassword} to {PasswordHash.LongestPassword} characters.");
            return 1;
        }

        using var random = RandomNumberGenerator.Create();
        await Console.Out.WriteLineAsync(PasswordHash.Of(new(typed), random).Value);
        return 0;
    }

    /// <summary>Not echoed: terminals keep what they show.</summary>
    private static async Task<string> Typed()
    {
        await Console.Error.WriteAsync("Password: ");
        var typed = new System.Text.StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.Length = Math.Max(0, typed.Length - 1);
            else if (!char.IsControl(key.KeyChar))
                typed.Append(key.KeyChar);
        }

        await Console.Error.WriteLineAsync();
        return typed.ToString();
    }
}
