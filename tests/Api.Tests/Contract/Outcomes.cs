using System.Collections.Concurrent;
using PilotPairing.Testing;

namespace PilotPairing.Api.Tests.Contract;

/// <summary>
/// What the tests of this run were answered, operation by operation; <c>build/route-outcomes</c> compares it with what is promised.
/// </summary>
internal static class Outcomes
{
    private static readonly ConcurrentDictionary<string, byte> Seen = [];
    private static readonly Lock Gate = new();
    private static readonly string File = Fresh();

    public static void Saw(Operation operation, int status, string? code)
    {
        var line = $"{operation.Id} {status} {code ?? "-"}";
        if (!Seen.TryAdd(line, 0))
            return;
        lock (Gate)
            System.IO.File.AppendAllText(File, line + "\n");
    }

    private static string Fresh()
    {
        var file = Path.Combine(RepositoryRoot.Path, "artifacts", "seen-outcomes.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllText(file, "");
        return file;
    }
}
