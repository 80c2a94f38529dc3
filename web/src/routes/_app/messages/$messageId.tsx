import { createFileRoute } from "@tanstack/react-router";
import { MessagePage } from "@/features/message/components/MessagePage";

export const Route = createFileRoute("/_app/messages/$messageId")({ component: Component });

function Component() {
  const { messageId } = Route.useParams();
  return <MessagePage key={messageId} messageId={messageId} />;
}
