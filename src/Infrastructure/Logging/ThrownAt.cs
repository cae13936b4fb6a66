using System.Diagnostics;

namespace PilotPairing.Infrastructure.Logging;

/// <summary>Tells two exceptions of one type apart by the place that threw them.</summary>
internal static class ThrownAt
{
    private const string Ours = nameof(PilotPairing) + ".";

    /// <summary>
    /// The types of the exception and its cause, the method that threw, and the first of our own methods below it: a guard of the framework
    /// throws for many callers.
    /// </summary>
    public static string Describe(Exception exception)
    {
        var cause = exception.GetBaseException();
        var frames = new StackTrace(cause, fNeedFileInfo: false).GetFrames();
        var own = Array.Find(frames, frame =>
            frame.GetMethod()?.DeclaringType?.FullName?.StartsWith(Ours, StringComparison.Ordinal) is true);
        var types = ReferenceEquals(exception, cause) ? cause.GetType().Name : $"{exception.GetType().Name} of {cause.GetType().Name}";
        return string.Join(" at ", [types, .. new[] { frames.FirstOrDefault(), own }.OfType<StackFrame>().Distinct().Select(Name)]);
    }

    private static string Name(StackFrame frame) =>
        $"{frame.GetMethod()?.DeclaringType?.FullName}.{frame.GetMethod()?.Name}+{frame.GetILOffset():x}";
}
