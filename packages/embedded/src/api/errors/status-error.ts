import { ApiError, resourceName, type ResourceType, type StatusCause, type StatusDetails } from "@bellwether/core";

export function statusError(code: number, reason: string, message: string, details?: StatusDetails): ApiError {
  return new ApiError({
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message,
    ...(reason === "" ? {} : { reason }),
    ...(details === undefined ? {} : { details }),
    code,
  });
}

/** Status details name the resource (`deployments`), except for Invalid, which names the kind. */
function resourceDetails(type: ResourceType, name: string): StatusDetails {
  return { name, ...(type.group === "" ? {} : { group: type.group }), kind: type.plural };
}

export function notFound(type: ResourceType, name: string): ApiError {
  return statusError(404, "NotFound", `${resourceName(type)} "${name}" not found`, resourceDetails(type, name));
}

export function noSuchResource(): ApiError {
  return statusError(404, "NotFound", "the server could not find the requested resource", {});
}

export function methodNotAllowed(verb: string): ApiError {
  return statusError(
    405,
    "MethodNotAllowed",
    `the server does not allow this method on the requested resource (${verb})`,
    {},
  );
}

export function alreadyExists(type: ResourceType, name: string): ApiError {
  return statusError(
    409,
    "AlreadyExists",
    `${resourceName(type)} "${name}" already exists`,
    resourceDetails(type, name),
  );
}

export function conflict(type: ResourceType, name: string, why: string, causes?: readonly StatusCause[]): ApiError {
  const message = `Operation cannot be fulfilled on ${resourceName(type)} "${name}": ${why}`;
  const details = resourceDetails(type, name);
  return statusError(409, "Conflict", message, causes === undefined ? details : { ...details, causes });
}

export function modified(type: ResourceType, name: string): ApiError {
  const why = "the object has been modified; please apply your changes to the latest version and try again";
  return conflict(type, name, why);
}

export function badRequest(message: string): ApiError {
  return statusError(400, "BadRequest", message);
}

export function forbidden(type: ResourceType, name: string, why: string, causes?: readonly StatusCause[]): ApiError {
  const details = resourceDetails(type, name);
  return statusError(
    403,
    "Forbidden",
    `${resourceName(type)} "${name}" is forbidden: ${why}`,
    causes === undefined ? details : { ...details, causes },
  );
}

export function unsupportedMediaType(message: string): ApiError {
  return statusError(415, "UnsupportedMediaType", message);
}
