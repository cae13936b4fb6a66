using MediatR;
using PilotPairing.Domain;
using PilotPairing.Domain.Numbers;

namespace PilotPairing.Application.Operating;

/// <summary>All that is stored of the person who has this phone, for that person to read.</summary>
public sealed record ExportPerson(PhoneNumber Phone) : IRequest<Result<string>>;

internal sealed class ExportPersonHandler(IPersonQueries persons) : IRequestHandler<ExportPerson, Result<string>>
{
    public async Task<Result<string>> Handle(ExportPerson request, CancellationToken cancellationToken) =>
        await persons.Export(await persons.Numbers(request.Phone, cancellationToken), request.Phone, cancellationToken);
}
