using PilotPairing.Testing;

namespace PilotPairing.Architecture.Tests;

/// <summary>The C# sources of the product as they are written.</summary>
internal static class Sources
{
    public static readonly string Root = Path.Combine(RepositoryRoot.Path, "src");

    /// <summary>Path below <c>src</c> with forward slashes, and text.</summary>
    public static IEnumerable<(string Path, string Text)> Of(string folder, params IReadOnlyList<string> endings) =>
        from file in Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
        let path = Path.GetRelativePath(Root, file).Replace('\\', '/')
        where endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal))
            && !path.Split('/').Any(part => part is "bin" or "obj" or "node_modules" or "wwwroot")
        orderby path
        select (path, File.ReadAllText(file));

    /// <summary>Every string literal of a file, raw, verbatim or plain; comments are skipped.</summary>
    public static IEnumerable<string> Literals(string code)
    {
        for (var i = 0; i < code.Length; i++)
        {
            if (At(code, i, "//"))
                i = EndOf(code, "\n", i + 2);
            else if (At(code, i, "/*"))
                i = EndOf(code, "*/", i + 2);
            else if (code[i] == '\'')
                i = EndOfQuoted(code, i + 1, '\'');
            else if (code[i] == '"')
            {
                var quotes = code.AsSpan(i).IndexOfAnyExcept('"') is > 2 and var count ? count : 1;
                var start = i + quotes;
                i = quotes > 1 ? EndOf(code, new string('"', quotes), start)
                    : IsVerbatim(code, i) ? EndOfVerbatim(code, start) : EndOfQuoted(code, start, '"');
                yield return code[start..Math.Max(start, i - (quotes - 1))];
            }
        }
    }

    private static bool At(string code, int index, string text) => string.CompareOrdinal(code, index, text, 0, text.Length) == 0;

    private static bool IsVerbatim(string code, int quote) =>
        quote > 0 && (code[quote - 1] == '@' || (code[quote - 1] == '$' && quote > 1 && code[quote - 2] == '@'));

    /// <summary>The index of the last character of the mark.</summary>
    private static int EndOf(string code, string mark, int from) =>
        code.IndexOf(mark, from, StringComparison.Ordinal) is >= 0 and var found ? found + mark.Length - 1 : code.Length;

    private static int EndOfQuoted(string code, int from, char quote)
    {
        for (var i = from; i < code.Length; i++)
        {
            if (code[i] == '\\')
                i++;
            else if (code[i] == quote)
                return i;
        }

        return code.Length;
    }

    private static int EndOfVerbatim(string code, int from)
    {
        for (var i = from; i < code.Length; i++)
        {
            if (code[i] != '"')
                continue;
            if (!At(code, i + 1, "\""))
                return i;
            i++;
        }

        return code.Length;
    }
}
