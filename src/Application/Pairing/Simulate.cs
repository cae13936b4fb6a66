using FluentValidation;
using MediatR;
using PilotPairing.Application.Access;
using PilotPairing.Application.Numbers;
using PilotPairing.Domain;
using PilotPairing.Domain.Access;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Pairing;

/// <summary>What a test can make the simulated phone or gateway of one number do.</summary>
public enum SimulatedEvent
{
    Scan,
    EnterCode,
    WrongNumber,
    Confirming,
    Passkey,
    QrExhausted,
    NoQr,
    RateLimited,
    GatewayDown,
    GatewayUp,
    Disconnect,
    Logout,
    Ban,
}

public sealed record Simulate(Caller Caller, NumberId Number) : IRequest<Result<Done>>, IReadFromBody
{
    public IReadOnlyList<FieldError> Unreadable { get; init; } = [];

    public SimulatedEvent? Event { get; init; }

    /// <summary>The phone that scans; null is the phone the number asks for.</summary>
    public string? Phone { get; init; }

    public string? Code { get; init; }
}

/// <summary>The remote control of the simulator.</summary>
public interface ISimulator
{
    Task<Result<Done>> Play(GatewaySession session, SimulatedEvent happened, PhoneNumber phone, string? code, CancellationToken cancellationToken);
}

internal sealed class SimulateValidator : AbstractValidator<Simulate>
{
    public SimulateValidator()
    {
        RuleFor(simulate => simulate.Event).NotNull().WithMessage("is required");
        RuleFor(simulate => simulate.Phone).Must(phone => PhoneNumber.Parse(phone) is not null).When(simulate => simulate.Phone is not null)
            .WithMessage("must be a phone number of 10 to 15 digits with its country code");
        RuleFor(simulate => simulate.Code).NotNull().When(simulate => simulate.Event == SimulatedEvent.EnterCode).WithMessage("is required for enter_code");
    }
}

internal sealed class SimulatedNumber(IInstanceReads instances) : IExistence<Simulate>
{
    public async Task<Refusal?> Missing(Simulate request, CancellationToken cancellationToken) =>
        request.Caller.Mode == TenantMode.Test && request.Caller.Reaches(request.Number)
        && await instances.Find(request.Caller.Tenant, request.Number, cancellationToken) is not null
            ? null
            : new NumberNotFound();
}

internal sealed class SimulateHandler(IInstanceReads instances, ISimulator simulator) : IRequestHandler<Simulate, Result<Done>>
{
    private static readonly PhoneNumber SomebodyElse = PhoneNumber.Parse("+5511900000000")!.Value;

    public async Task<Result<Done>> Handle(Simulate request, CancellationToken cancellationToken)
    {
        if (request.Caller.Mode != TenantMode.Test || !request.Caller.Reaches(request.Number)
            || await instances.Find(request.Caller.Tenant, request.Number, cancellationToken) is not { } instance)
            return new NumberNotFound();

        var phone = PhoneNumber.Parse(request.Phone) ?? (request.Event == SimulatedEvent.WrongNumber ? SomebodyElse : instance.Number);
        return await simulator.Play(new GatewaySession(instance.Id, instance.Number), request.Event!.Value, phone, request.Code, cancellationToken);
    }
}
