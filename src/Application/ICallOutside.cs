namespace PilotPairing.Application;

/// <summary>
/// Marks requests whose handler makes something happen at a gateway or at Meta before its unit of work is committed: after a rolled-back
/// transaction it must not run again by itself.
/// </summary>
public interface ICallOutside;
