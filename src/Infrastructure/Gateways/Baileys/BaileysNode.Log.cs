using Microsoft.Extensions.Logging;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Infrastructure.Gateways.Baileys;

internal sealed partial class BaileysNode
{
    private static partial class Log
    {
        [LoggerMessage(6019, LogLevel.Information, "Gateway {Gateway} runs as process {Process} on Node.js {Version}")]
        public static partial void Started(ILogger log, string gateway, int process, string version);

        [LoggerMessage(6011, LogLevel.Error, "Gateway {Gateway} cannot run: {Failure}")]
        public static partial void CannotStart(ILogger log, string gateway, string failure);

        [LoggerMessage(6012, LogLevel.Warning, "The process of gateway {Gateway} ended; it is started again")]
        public static partial void Ended(ILogger log, string gateway);

        [LoggerMessage(6013, LogLevel.Warning, "The process of gateway {Gateway} reports {Failure}")]
        public static partial void Complained(ILogger log, string gateway, string failure);

        [LoggerMessage(6014, LogLevel.Error, "What is stored of {Number} cannot be read, and its session stays closed: {Failure}")]
        public static partial void Unreadable(ILogger log, NumberId number, string failure);

        [LoggerMessage(6015, LogLevel.Warning, "Ending the session of {Number} failed; it is tried again")]
        public static partial void EndFailed(ILogger log, NumberId number, Exception exception);

        [LoggerMessage(6018, LogLevel.Error, "Sending for {Number} failed; whether it was sent is not known")]
        public static partial void SendFailed(ILogger log, NumberId number, Exception exception);

        [LoggerMessage(6016, LogLevel.Warning, "Gateway {Gateway} did not do {Call}: {Failure}")]
        public static partial void CallFailed(ILogger log, string gateway, string call, string failure);
    }
}
