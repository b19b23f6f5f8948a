"use client";
import { createComponent } from "@lit/react";
import * as react from "react";

const EVENTS = { onDrawdownChange: "drawdown-change", onDrawdownProgress: "drawdown-progress" };

/** An element as a component: properties go to it as they are, and it tells of changes. */
export const wrapped = (tagName, elementClass) =>
  createComponent({ tagName, elementClass, react, events: EVENTS });
