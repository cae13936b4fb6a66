namespace PilotPairing.Domain.Operating;

/// <summary>A wrong password and an unknown user look the same from outside.</summary>
public sealed record SignInRefused() : Refusal(RefusalKind.Unauthenticated, "SIGN_IN_REFUSED", "User or password is wrong");

public sealed record SignInLocked(TimeSpan Wait) : Refusal(RefusalKind.TooMany, "SIGN_IN_LOCKED", "Too many failed sign-ins")
{
    public override TimeSpan? RetryAfter => Wait;
}

/// <summary>A viewer sees everything and changes nothing.</summary>
public sealed record OperatorRoleRequired() : Refusal(RefusalKind.Forbidden, "OPERATOR_ROLE_REQUIRED",
    "This needs the role operator; yours is viewer");

public sealed record AntiforgeryFailed() : Refusal(RefusalKind.Forbidden, "ANTIFORGERY_FAILED",
    "The anti-forgery token is missing or not of this session");
