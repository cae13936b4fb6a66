using System.Runtime.CompilerServices;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Utils;

namespace PilotPairing.Infrastructure.Jobs;

/// <summary>
/// An enqueue wakes one idle worker of its own process; one in another process wakes none here, and several wake-ups before a worker waits
/// are one. Those jobs would wait for the next poll, so each job that starts wakes one more worker. The library has no public way to do it;
/// its version is pinned, and JobNudgeTests fails should another one work differently.
/// </summary>
internal static class JobWakeUp
{
    public static void WakeAnother(string queue) => Registry(null).Set(queue);

    [UnsafeAccessor(UnsafeAccessorKind.StaticField, Name = "_queueEventRegistry")]
    private static extern ref AutoResetEventRegistry Registry(PostgreSqlJobQueue? queue);
}
